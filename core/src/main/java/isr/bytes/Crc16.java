package isr.bytes;

/**
 * CRC-16 with the polynomial x^16 + x^15 + x^2 + 1, in the two bit orders that audio formats use.
 *
 * <p>Values are in the low 16 bits of an int; each method goes on from the value given. From 0 it
 * is linear: the checksum of two messages of one length, combined by exclusive or, is the exclusive
 * or of their checksums. So a change at the front of a message can be carried into its checksum
 * without the rest of the message; see {@link #zeros}.
 */
public final class Crc16 {
  /** The polynomial, highest power first. */
  private static final int POLYNOMIAL = 0x8005;

  /** The polynomial, lowest power first. */
  private static final int REFLECTED = 0xA001;

  private static final int SLICES = 8;

  /** Entry {@code 256 * k + b}: the checksum of byte b and k bytes of zero after it. */
  private static final int[] TABLE = new int[SLICES * 256];

  private static final int[] REFLECTED_TABLE = new int[256];

  /** Entry k: x to the power of 8 × 2^k, modulo the polynomial. */
  private static final int[] POWERS = new int[31];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      int reflected = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = timesX(crc);
        reflected = (reflected >>> 1) ^ ((reflected & 1) != 0 ? REFLECTED : 0);
      }
      TABLE[i] = crc;
      REFLECTED_TABLE[i] = reflected;
    }
    for (int i = 256; i < TABLE.length; i++) {
      int before = TABLE[i - 256];
      TABLE[i] = ((before << 8) & 0xFFFF) ^ TABLE[before >>> 8];
    }
    POWERS[0] = 1 << 8;
    for (int k = 1; k < POWERS.length; k++) {
      POWERS[k] = product(POWERS[k - 1], POWERS[k - 1]);
    }
  }

  private Crc16() {}

  /**
   * Highest bit first: frames of MPEG audio (ISO/IEC 11172-3, 2.4.3.1, from 0xFFFF) and of FLAC
   * (RFC 9639, section 9.3, from 0).
   */
  public static int update(int crc, byte[] bytes, int from, int count) {
    int value = crc;
    int at = from;
    int end = from + count;
    for (; end - at >= SLICES; at += SLICES) {
      value =
          TABLE[7 * 256 + ((value >>> 8) ^ (bytes[at] & 0xFF))]
              ^ TABLE[6 * 256 + ((value ^ bytes[at + 1]) & 0xFF)]
              ^ TABLE[5 * 256 + (bytes[at + 2] & 0xFF)]
              ^ TABLE[4 * 256 + (bytes[at + 3] & 0xFF)]
              ^ TABLE[3 * 256 + (bytes[at + 4] & 0xFF)]
              ^ TABLE[2 * 256 + (bytes[at + 5] & 0xFF)]
              ^ TABLE[256 + (bytes[at + 6] & 0xFF)]
              ^ TABLE[bytes[at + 7] & 0xFF];
    }
    for (; at < end; at++) {
      value = ((value << 8) & 0xFFFF) ^ TABLE[(value >>> 8) ^ (bytes[at] & 0xFF)];
    }
    return value;
  }

  /**
   * The checksum, highest bit first, after a run of zero bytes; takes some twenty steps however
   * long the run is.
   *
   * @param crc of what came before
   * @param count how many zeros
   */
  public static int zeros(int crc, int count) {
    int value = crc;
    for (int k = 0; count >>> k != 0; k++) {
      if ((count >>> k & 1) != 0) {
        value = product(value, POWERS[k]);
      }
    }
    return value;
  }

  /** Lowest bit first, known as CRC-16/ARC: the LAME tag's (from 0). */
  public static int updateReflected(int crc, byte[] bytes, int from, int count) {
    int value = crc;
    for (int i = from; i < from + count; i++) {
      value = (value >>> 8) ^ REFLECTED_TABLE[(value ^ bytes[i]) & 0xFF];
    }
    return value;
  }

  private static int timesX(int value) {
    return ((value << 1) & 0xFFFF) ^ ((value & 0x8000) != 0 ? POLYNOMIAL : 0);
  }

  /** Of two polynomials over GF(2), modulo the polynomial of the checksum. */
  private static int product(int a, int b) {
    int sum = 0;
    int shifted = a;
    for (int bit = 0; bit < 16; bit++) {
      sum ^= (b >>> bit & 1) != 0 ? shifted : 0;
      shifted = timesX(shifted);
    }
    return sum;
  }
}
