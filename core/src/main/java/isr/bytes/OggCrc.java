package isr.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum of an Ogg page: CRC-32 with polynomial 0x04c11db7, most significant bit first,
 * initial value 0, nothing inverted (RFC 3533, section 6, field 7).
 *
 * <p>It is linear: the checksum of two messages of one length, combined by exclusive or, is the
 * exclusive or of their checksums. So a change of a page's header can be carried into its checksum
 * without the rest of the page; see {@link #zeros}.
 */
public final class OggCrc {
  private static final int POLYNOMIAL = 0x04c11db7;
  private static final int SLICES = 8;

  /** Entry {@code 256 * k + b}: the checksum of byte b and k bytes of zero after it. */
  private static final int[] TABLE = table();

  private static final VarHandle BIG_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private OggCrc() {}

  /**
   * The checksum of a message that goes on.
   *
   * @param crc of what came before; 0 at the start
   * @param bytes holds the next part of the message
   * @param offset its first byte
   * @param length its bytes
   */
  public static int update(int crc, byte[] bytes, int offset, int length) {
    int value = crc;
    int at = offset;
    int end = offset + length;
    for (; end - at >= SLICES; at += SLICES) {
      value =
          eight(
              value ^ (int) BIG_ENDIAN_INT.get(bytes, at), (int) BIG_ENDIAN_INT.get(bytes, at + 4));
    }
    for (; at < end; at++) {
      value = (value << 8) ^ TABLE[(value >>> 24) ^ (bytes[at] & 0xff)];
    }
    return value;
  }

  /**
   * The checksum after a run of zero bytes.
   *
   * @param crc of what came before
   * @param count how many zeros
   */
  public static int zeros(int crc, int count) {
    int value = crc;
    int left = count;
    for (; left >= SLICES; left -= SLICES) {
      value = eight(value, 0);
    }
    for (; left > 0; left--) {
      value = (value << 8) ^ TABLE[value >>> 24];
    }
    return value;
  }

  private static int eight(int high, int low) {
    return TABLE[7 * 256 + (high >>> 24)]
        ^ TABLE[6 * 256 + ((high >>> 16) & 0xff)]
        ^ TABLE[5 * 256 + ((high >>> 8) & 0xff)]
        ^ TABLE[4 * 256 + (high & 0xff)]
        ^ TABLE[3 * 256 + (low >>> 24)]
        ^ TABLE[2 * 256 + ((low >>> 16) & 0xff)]
        ^ TABLE[256 + ((low >>> 8) & 0xff)]
        ^ TABLE[low & 0xff];
  }

  private static int[] table() {
    int[] table = new int[SLICES * 256];
    for (int b = 0; b < 256; b++) {
      int value = b << 24;
      for (int bit = 0; bit < 8; bit++) {
        value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1;
      }
      table[b] = value;
    }
    for (int i = 256; i < table.length; i++) {
      int before = table[i - 256];
      table[i] = (before << 8) ^ table[before >>> 24];
    }
    return table;
  }
}
