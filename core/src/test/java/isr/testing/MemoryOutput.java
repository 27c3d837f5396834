package isr.testing;

import isr.media.MuxerOutput;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file in memory for a muxer to write. */
public class MemoryOutput implements MuxerOutput {
  private byte[] bytes = new byte[1024];
  private int length;

  @Override
  public void append(ByteBuffer from) {
    int count = from.remaining();
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
    from.get(bytes, length, count);
    length += count;
  }

  @Override
  public void patch(long offset, ByteBuffer from) {
    if (offset + from.remaining() > length) {
      throw new IllegalArgumentException("patch beyond the end");
    }
    from.get(bytes, (int) offset, from.remaining());
  }

  @Override
  public long length() {
    return length;
  }

  /** What has been written. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
