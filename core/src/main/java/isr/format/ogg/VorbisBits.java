package isr.format.ogg;

import java.nio.ByteBuffer;

/**
 * Reads the bits of a Vorbis packet, the lowest of each byte first (Vorbis I, section 2.1.4).
 * Beyond the end all bits are 0, and {@link #overrun} says so.
 */
final class VorbisBits {
  private final ByteBuffer packet;
  private final long end;
  private long position;

  /** A reader at a packet's first bit; the packet stays as it is. */
  VorbisBits(ByteBuffer packet) {
    this.packet = packet;
    this.end = 8L * packet.remaining();
  }

  /**
   * The next bits as an unsigned number.
   *
   * @param count 0 to 31
   */
  int read(int count) {
    int value = 0;
    for (int taken = 0; taken < count; ) {
      if (position >= end) {
        position += count - taken;
        return value;
      }
      int inByte = (int) (position & 7);
      int some = Math.min(count - taken, 8 - inByte);
      int bits = packet.get(packet.position() + (int) (position >>> 3)) >> inByte;
      value |= (bits & ((1 << some) - 1)) << taken;
      taken += some;
      position += some;
    }
    return value;
  }

  /** The next bit. */
  boolean flag() {
    return read(1) == 1;
  }

  /** Passes over bits. */
  void skip(long count) {
    position = position > end ? position : position + Math.min(count, end - position + 1);
  }

  /** Whether more bits were asked for than there are. */
  boolean overrun() {
    return position > end;
  }

  /** Bits from the lowest up to the highest that is set (Vorbis I, section 9.2.1). */
  static int ilog(int value) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(value);
  }
}
