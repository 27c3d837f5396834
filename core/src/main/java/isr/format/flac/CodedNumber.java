package isr.format.flac;

/**
 * The number in a frame header: coded as UTF-8 codes characters, extended to 7 bytes and 36 bits
 * (RFC 9639, section 9.1.5).
 *
 * <pre>
 *  7 bits 0xxxxxxx          21 bits 11110xxx and 3 more   36 bits 11111110 and 6 more
 * 11 bits 110xxxxx 10xxxxxx 26 bits 111110xx and 4 more
 * 16 bits 1110xxxx and 2    31 bits 1111110x and 5 more
 * </pre>
 */
final class CodedNumber {
  /** No number takes more. */
  static final int MAX_BYTES = 7;

  private CodedNumber() {}

  /** Bytes of the number that begins with this byte; 0 when none does. */
  static int length(byte first) {
    int ones = Integer.numberOfLeadingZeros(~first << 24);
    return ones == 0 ? 1 : ones == 1 || ones > MAX_BYTES ? 0 : ones;
  }

  /**
   * The number that begins here, all its bytes being there; negative when they break the code. One
   * that would fit in fewer bytes is taken, as other decoders take it.
   */
  static long read(byte[] bytes, int at) {
    int length = length(bytes[at]);
    long value = length == 1 ? bytes[at] : bytes[at] & (0x7F >>> length);
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return -1;
      }
      value = value << 6 | (bytes[at + i] & 0x3F);
    }
    return value;
  }

  /** Bytes that a number takes, at most 36 bits. */
  static int length(long value) {
    if (value < 0x80) {
      return 1;
    }
    int length = 2;
    while (value >>> (5 * length + 1) != 0) {
      length++;
    }
    return length;
  }

  /** Writes a number of at most 36 bits; gives the index after it. */
  static int write(long value, byte[] bytes, int at) {
    int length = length(value);
    if (length == 1) {
      bytes[at] = (byte) value;
      return at + 1;
    }
    bytes[at] = (byte) (0xFF00 >>> length | value >>> (6 * (length - 1)));
    for (int i = 1; i < length; i++) {
      bytes[at + i] = (byte) (0x80 | (value >>> (6 * (length - 1 - i)) & 0x3F));
    }
    return at + length;
  }
}
