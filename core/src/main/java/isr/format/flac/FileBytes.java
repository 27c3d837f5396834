package isr.format.flac;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file seen through an array that moves along it, forward mostly. */
final class FileBytes {
  private static final int LEAST_BYTES = 256 * 1024;

  private final FileChannel file;
  private final long fileBytes;
  private byte[] array = new byte[LEAST_BYTES];
  private long base;
  private int count;

  FileBytes(FileChannel file) throws IOException {
    this.file = file;
    this.fileBytes = file.size();
  }

  /** The file's length when it was opened here. */
  long fileBytes() {
    return fileBytes;
  }

  byte[] array() {
    return array;
  }

  /** Index after the last byte in the array. */
  int end() {
    return count;
  }

  /**
   * Index in the array of a place in the file, with as many bytes behind it as asked for, or as the
   * file has.
   */
  int at(long offset, int needed) throws IOException {
    if (offset < base || Math.min(offset + needed, fileBytes) > base + count) {
      load(offset, needed);
    }
    return (int) (offset - base);
  }

  private void load(long offset, int needed) throws IOException {
    if (array.length < needed) {
      array = new byte[needed];
    }
    base = offset;
    ByteBuffer into = ByteBuffer.wrap(array);
    while (into.hasRemaining() && file.read(into, base + into.position()) >= 0) {}
    count = into.position();
  }
}
