package isr.bytes;

/**
 * CRC-16 with the polynomial x^16 + x^15 + x^2 + 1, in the two bit orders that audio formats use.
 *
 * <p>Values are in the low 16 bits of an int; each method goes on from the value given.
 */
public final class Crc16 {
  /** The polynomial, highest power first. */
  private static final int POLYNOMIAL = 0x8005;

  /** The polynomial, lowest power first. */
  private static final int REFLECTED = 0xA001;

  private static final int[] TABLE = new int[256];
  private static final int[] REFLECTED_TABLE = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      int reflected = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc << 1) ^ ((crc & 0x8000) != 0 ? POLYNOMIAL : 0);
        reflected = (reflected >>> 1) ^ ((reflected & 1) != 0 ? REFLECTED : 0);
      }
      TABLE[i] = crc & 0xFFFF;
      REFLECTED_TABLE[i] = reflected;
    }
  }

  private Crc16() {}

  /**
   * Highest bit first: frames of MPEG audio (ISO/IEC 11172-3, 2.4.3.1, from 0xFFFF) and of FLAC
   * (RFC 9639, section 9.3, from 0).
   */
  public static int update(int crc, byte[] bytes, int from, int count) {
    int value = crc;
    for (int i = from; i < from + count; i++) {
      value = ((value << 8) & 0xFFFF) ^ TABLE[(value >>> 8) ^ (bytes[i] & 0xFF)];
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
}
