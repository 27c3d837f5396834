package isr.webrtc;

import org.jitsi.utils.ByteArrayBuffer;

/** A packet that SRTP changes where it is. */
final class PacketBytes implements ByteArrayBuffer {
  private byte[] bytes;
  private int offset;
  private int length;

  /** The bytes are changed, and replaced where they grow beyond their array. */
  PacketBytes(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  @Override
  public byte[] getBuffer() {
    return bytes;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int length) {
    this.length = length;
  }

  @Override
  public void setOffset(int offset) {
    this.offset = offset;
  }

  @Override
  public boolean isInvalid() {
    return offset < 0 || length < 0 || offset + length > bytes.length;
  }

  @Override
  public void readRegionToBuff(int from, int count, byte[] out) {
    System.arraycopy(bytes, offset + from, out, 0, count);
  }

  @Override
  public void grow(int more) {
    if (offset + length + more > bytes.length) {
      byte[] larger = new byte[length + more];
      System.arraycopy(bytes, offset, larger, 0, length);
      bytes = larger;
      offset = 0;
    }
  }

  @Override
  public void append(byte[] data, int count) {
    grow(count);
    System.arraycopy(data, 0, bytes, offset + length, count);
    length += count;
  }

  @Override
  public void shrink(int less) {
    length = Math.max(0, length - less);
  }
}
