package isr.format.ogg;

import isr.bytes.OggCrc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One whole page, seen in the array that holds it (RFC 3533, section 6).
 *
 * <pre>
 *  0  "OggS"                      14  serial number, 4 bytes
 *  4  version, 0                  18  sequence number, 4 bytes
 *  5  flags: 1 continued,         22  checksum, 4 bytes, over the page with 0 here
 *     2 begin, 4 end of stream    26  number of lacing values
 *  6  granule position, 8 bytes   27  lacing values, then the body
 * </pre>
 *
 * All numbers are little-endian. The array is lent: it holds until the reader's next release.
 */
final class OggPage {
  static final int VERSION = 4;
  static final int FLAGS = 5;
  static final int GRANULE = 6;
  static final int SERIAL = 14;
  static final int SEQUENCE = 18;
  static final int CHECKSUM = 22;
  static final int SEGMENTS = 26;
  static final int HEADER_BYTES = 27;
  static final int MAX_SEGMENTS = 255;

  /** A lacing value that says that the packet goes on. */
  static final int FULL_SEGMENT = 255;

  static final int MAX_BODY_BYTES = MAX_SEGMENTS * FULL_SEGMENT;
  static final int MAX_BYTES = HEADER_BYTES + MAX_SEGMENTS + MAX_BODY_BYTES;

  static final int CONTINUED = 1;
  static final int BEGIN = 2;
  static final int END = 4;

  /** The granule position of a page on which no packet ends. */
  static final long NO_GRANULE = -1;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] data;
  private final int start;
  private final long offset;

  /**
   * Sees a page.
   *
   * @param data holds it
   * @param start index of its first byte
   * @param offset of its first byte in the stream
   */
  OggPage(byte[] data, int start, long offset) {
    this.data = data;
    this.start = start;
    this.offset = offset;
  }

  static int intAt(byte[] data, int at) {
    return (int) INT.get(data, at);
  }

  static void putInt(byte[] data, int at, int value) {
    INT.set(data, at, value);
  }

  static void putLong(byte[] data, int at, long value) {
    LONG.set(data, at, value);
  }

  /** The checksum that a page should carry, whatever it carries. */
  static int checksum(byte[] data, int start, int length) {
    int crc = OggCrc.zeros(OggCrc.update(0, data, start, CHECKSUM), 4);
    return OggCrc.update(crc, data, start + SEGMENTS, length - SEGMENTS);
  }

  byte[] data() {
    return data;
  }

  /** Index of its first byte in the array. */
  int start() {
    return start;
  }

  /** Byte offset of its first byte in the stream. */
  long offset() {
    return offset;
  }

  /** Whether the first packet began on an earlier page. */
  boolean continued() {
    return (data[start + FLAGS] & CONTINUED) != 0;
  }

  /** Whether a logical bitstream begins. */
  boolean begins() {
    return (data[start + FLAGS] & BEGIN) != 0;
  }

  /** Whether its logical bitstream ends. */
  boolean ends() {
    return (data[start + FLAGS] & END) != 0;
  }

  long granule() {
    return (long) LONG.get(data, start + GRANULE);
  }

  int serial() {
    return intAt(data, start + SERIAL);
  }

  int sequence() {
    return intAt(data, start + SEQUENCE);
  }

  /** Number of lacing values. */
  int segments() {
    return data[start + SEGMENTS] & 0xff;
  }

  int lacing(int segment) {
    return data[start + HEADER_BYTES + segment] & 0xff;
  }

  /** Index of the body's first byte in the array. */
  int bodyStart() {
    return start + HEADER_BYTES + segments();
  }

  /** Bytes of the whole page. */
  int length() {
    return length(segments());
  }

  /** Bytes it would have without the packet at its end that goes on on the next page. */
  int wholeLength() {
    return length(wholeSegments());
  }

  private int length(int segments) {
    int length = HEADER_BYTES + segments;
    for (int i = 0; i < segments; i++) {
      length += lacing(i);
    }
    return length;
  }

  /** Whether its last packet goes on on the next page. */
  boolean endsInPacket() {
    int segments = segments();
    return segments > 0 && lacing(segments - 1) == FULL_SEGMENT;
  }

  /** Lacing values up to the end of the last packet that ends on it; 0 when none does. */
  int wholeSegments() {
    int count = segments();
    while (count > 0 && lacing(count - 1) == FULL_SEGMENT) {
      count--;
    }
    return count;
  }

  /** Byte offset in the stream of an index of the array. */
  long streamOffset(int index) {
    return offset + (index - start);
  }
}
