package isr.segment;

import isr.media.MediaFormat;
import isr.media.Repair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** How much of a file a repair may cut off. */
final class Loss {
  /**
   * A file of which more is no audio than audio, and as much as that, is not what its name says.
   */
  private static final long MAX_REMOVED_BYTES = 256 * 1024;

  private static final int READ_BYTES = 64 * 1024;

  private Loss() {}

  /**
   * Refuses a repair that would cut off most of a file, unless that is zeros.
   *
   * @param draft of the file, repaired
   * @param file as it was
   * @throws IOException when it is refused
   */
  static void refuse(Draft draft, Repair repair, MediaFormat format, FileChannel file)
      throws IOException {
    long kept = file.size() - repair.removedBytes();
    boolean most = repair.removedBytes() > Math.max(MAX_REMOVED_BYTES, kept);
    if (most && !isZero(file, draft.size())) {
      throw new IOException(
          "only %d of its %d bytes would be kept: it does not seem to be %s"
              .formatted(kept, file.size(), format.name()));
    }
  }

  /** What a power cut or a preallocation leaves. */
  private static boolean isZero(FileChannel file, long from) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    for (long at = from; at < file.size(); at += buffer.limit()) {
      if (file.read(buffer.clear(), at) < 0) {
        return true;
      }
      buffer.flip();
      for (int i = 0; i < buffer.limit(); i++) {
        if (buffer.get(i) != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
