package isr.format.frames;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file seen through a buffer that moves forward: a few bytes from any place near the last one.
 */
final class FileWindow {
  private static final int BYTES = 64 * 1024;

  private final FileChannel file;
  private final long fileBytes;
  private final byte[] array = new byte[BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(array);
  private long base;
  private int count;

  FileWindow(FileChannel file) throws IOException {
    this.file = file;
    this.fileBytes = file.size();
  }

  byte[] array() {
    return array;
  }

  /** The file's length when it was opened here. */
  long fileBytes() {
    return fileBytes;
  }

  /**
   * Index in the array of a place in the file, with as many bytes behind it as asked for, or as the
   * file has.
   *
   * @param needed at most half of the window
   */
  int at(long offset, int needed) throws IOException {
    if (offset < base || Math.min(offset + needed, fileBytes) > base + count) {
      load(offset);
    }
    return (int) (offset - base);
  }

  /** Index after the last byte in the array. */
  int end() {
    return count;
  }

  private void load(long offset) throws IOException {
    base = offset;
    view.clear();
    while (view.hasRemaining() && file.read(view, base + view.position()) >= 0) {}
    count = view.position();
  }
}
