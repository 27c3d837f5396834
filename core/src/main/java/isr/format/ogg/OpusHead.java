package isr.format.ogg;

import isr.media.MalformedMediaException;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The identification header of Opus in Ogg (RFC 7845, section 5.1).
 *
 * <pre>
 *  0  "OpusHead"         10  pre-skip, 2 bytes        18  mapping family
 *  8  version            12  input rate, 4 bytes      19  streams            (family != 0)
 *  9  output channels    16  output gain, 2 bytes     20  coupled, 21 table  (family != 0)
 * </pre>
 *
 * @param packet the whole packet, read-only, little-endian, a copy of its own
 */
record OpusHead(ByteBuffer packet) {
  static final String MAGIC = "OpusHead";

  private static final int VERSION = 8;
  private static final int CHANNELS = 9;
  private static final int PRE_SKIP = 10;
  private static final int FAMILY = 18;
  private static final int STREAMS = 19;
  private static final int COUPLED = 20;
  private static final int TABLE = 21;

  /** The longest that makes sense: 255 channels in the table, and room for what 1.x may add. */
  static final int MAX_BYTES = 1024;

  /**
   * Reads and copies the packet.
   *
   * @param offset of the packet in the stream
   */
  static OpusHead read(ByteBuffer packet, long offset)
      throws MalformedMediaException, UnsupportedMediaException {
    check(packet.remaining() >= STREAMS, offset, "OpusHead: expected 19 bytes or more");
    check(packet.remaining() <= MAX_BYTES, offset, "OpusHead: expected at most 1024 bytes");
    OpusHead head = of(packet);
    if (head.at(VERSION) >> 4 != 0) {
      throw new UnsupportedMediaException("Opus in Ogg, version " + head.at(VERSION));
    }
    check(head.channels() > 0, offset, "OpusHead: expected channels, found 0");
    head.checkMapping(offset);
    return head;
  }

  /** The header as a track keeps it, which was checked when it was read. */
  static OpusHead of(ByteBuffer packet) {
    ByteBuffer own = ByteBuffer.allocate(packet.remaining());
    own.put(packet.duplicate()).flip();
    return new OpusHead(own.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  int channels() {
    return at(CHANNELS);
  }

  int preSkip() {
    return Short.toUnsignedInt(packet.getShort(PRE_SKIP));
  }

  /** Opus streams in each packet (RFC 7845, section 5.1.1). */
  int streams() {
    return family() == 0 ? 1 : at(STREAMS);
  }

  int family() {
    return at(FAMILY);
  }

  /** The same header with another pre-skip, at most 65 535. */
  ByteBuffer withPreSkip(int samples) {
    ByteBuffer changed = ByteBuffer.allocate(packet.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    changed.put(packet.duplicate()).flip();
    return changed.putShort(PRE_SKIP, (short) samples);
  }

  private int at(int index) {
    return Byte.toUnsignedInt(packet.get(index));
  }

  private void checkMapping(long offset) throws MalformedMediaException {
    if (family() == 0) {
      check(channels() <= 2, offset, "OpusHead: expected 1 or 2 channels in mapping family 0");
      return;
    }
    check(packet.remaining() >= TABLE + channels(), offset, "OpusHead: channel mapping cut short");
    int coded = streams() + at(COUPLED);
    check(
        streams() > 0 && at(COUPLED) <= streams() && coded <= 255,
        offset,
        "OpusHead: stream count " + streams() + ", coupled " + at(COUPLED));
    for (int i = 0; i < channels() && family() != 3; i++) {
      int index = at(TABLE + i);
      check(index == 255 || index < coded, offset, "OpusHead: channel mapped to stream " + index);
    }
  }

  private static void check(boolean holds, long offset, String rule)
      throws MalformedMediaException {
    if (!holds) {
      throw new MalformedMediaException(offset, rule + " (RFC 7845, section 5.1)");
    }
  }
}
