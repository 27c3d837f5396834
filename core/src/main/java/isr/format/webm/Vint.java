package isr.format.webm;

/**
 * Variable-size integers (RFC 8794, section 4): as many leading zeros as bytes follow, a marker
 * bit, the value.
 *
 * <pre>
 *  1xxx xxxx                                  1 byte,  7 bits
 *  01xx xxxx  xxxx xxxx                       2 bytes, 14 bits, and so on to 8 bytes
 * </pre>
 */
final class Vint {
  static final int MAX_LENGTH = 8;

  private static final int BITS_PER_BYTE = 7;

  private Vint() {}

  /** Bytes of one that begins with this byte; 9, which is too many, for 0. */
  static int length(byte first) {
    return Integer.numberOfLeadingZeros(first & 0xFF) - 23;
  }

  /** The value without the marker. */
  static long value(byte[] bytes, int at, int length) {
    return withMarker(bytes, at, length) & maxValue(length);
  }

  /** All bytes as they are. */
  static long withMarker(byte[] bytes, int at, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[at + i] & 0xFF);
    }
    return value;
  }

  /** All bits set. */
  static long maxValue(int length) {
    return (1L << (BITS_PER_BYTE * length)) - 1;
  }

  /** A difference between sizes in a lace: so much less than the value (RFC 9559, 10.3.3). */
  static long bias(int length) {
    return (1L << (BITS_PER_BYTE * length - 1)) - 1;
  }

  /** The data of an element of at most 8 bytes; what is more than 63 bits is the largest. */
  static long unsigned(byte[] bytes, Element element) {
    long value = withMarker(bytes, element.dataStart(), (int) element.size());
    return value < 0 ? Long.MAX_VALUE : value;
  }
}
