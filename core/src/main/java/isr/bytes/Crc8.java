package isr.bytes;

/**
 * CRC-8 with the polynomial x^8 + x^2 + x + 1, highest bit first, from 0: the headers of FLAC
 * frames (RFC 9639, section 9.1.8).
 */
public final class Crc8 {
  private static final int POLYNOMIAL = 0x07;
  private static final byte[] TABLE = new byte[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc << 1) ^ ((crc & 0x80) != 0 ? POLYNOMIAL : 0);
      }
      TABLE[i] = (byte) crc;
    }
  }

  private Crc8() {}

  /** The checksum, 0 to 255, of a whole message; over a message and its checksum it is 0. */
  public static int of(byte[] bytes, int from, int count) {
    int crc = 0;
    for (int i = from; i < from + count; i++) {
      crc = TABLE[(crc ^ bytes[i]) & 0xFF];
    }
    return crc & 0xFF;
  }
}
