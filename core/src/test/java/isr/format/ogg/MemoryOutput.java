package isr.format.ogg;

import isr.media.MuxerOutput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file in memory. */
final class MemoryOutput implements MuxerOutput {
  private byte[] bytes = {};

  @Override
  public void append(ByteBuffer added) {
    byte[] grown = Arrays.copyOf(bytes, bytes.length + added.remaining());
    added.get(grown, bytes.length, added.remaining());
    bytes = grown;
  }

  @Override
  public void patch(long offset, ByteBuffer changed) {
    changed.get(bytes, (int) offset, changed.remaining());
  }

  @Override
  public long length() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Arrays one after the other. */
  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
