package isr.format.ogg;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The part of a packet whose end is on a page to come (RFC 3533, section 6, lacing). */
final class OggCarry {
  private static final int INITIAL_BYTES = 1 << 12;

  private byte[] bytes = {};
  private int length;
  private long dropped;
  private byte first;
  private boolean open;
  private boolean whole;
  private boolean headless;

  /** Whether a packet is under way, whole or not. */
  boolean open() {
    return open;
  }

  /** Whether the packet under way is there from its beginning. */
  boolean whole() {
    return open && whole;
  }

  /** Whether the beginning of the packet under way is missing. */
  boolean beginningMissing() {
    return headless;
  }

  /** The first byte of the packet that is or was under way, when its beginning is there. */
  byte first() {
    return first;
  }

  /** Begins a packet. */
  void begin() {
    open = true;
    whole = true;
    headless = false;
    length = 0;
    dropped = 0;
  }

  /** Begins a packet whose beginning is missing: its bytes are only counted. */
  void beginBroken() {
    begin();
    headless = true;
    whole = false;
  }

  /**
   * Takes the packet's next bytes; past the limit they are only counted, and the packet is broken.
   */
  void add(byte[] source, int from, int to, int limit) {
    int count = to - from;
    if (length == 0 && dropped == 0 && count > 0) {
      first = source[from];
    }
    if (!whole || count > limit - length) {
      dropped += (whole ? length : 0) + count;
      whole = false;
      return;
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(INITIAL_BYTES, 2 * (length + count)));
    }
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /** The packet, which is whole; nothing is under way afterwards. */
  ByteBuffer take() {
    ByteBuffer packet = ByteBuffer.wrap(bytes, 0, length);
    bytes = new byte[0];
    open = false;
    return packet;
  }

  /** Gives up the packet under way, if any; tells its bytes so far. */
  long drop() {
    long count = !open ? 0 : whole ? length : dropped;
    open = false;
    bytes = new byte[0];
    return count;
  }
}
