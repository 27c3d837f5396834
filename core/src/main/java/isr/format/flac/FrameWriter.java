package isr.format.flac;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the bits of a frame into an array, the highest of each byte first.
 *
 * <p>Eight bytes are stored at once, so the array has to be that much longer than what is written.
 */
final class FrameWriter {
  /** Bytes behind the last one written that may be overwritten. */
  static final int MARGIN_BYTES = 8;

  /** No more bits are written in one step: up to seven may be pending. */
  private static final int MAX_BITS = 56;

  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;

  /** Index of the byte that the next bit goes to. */
  private int at;

  /** Bits of that byte, from the highest on. */
  private long pending;

  private int pendingBits;

  FrameWriter(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Begins anew, at an index. */
  void begin(int index) {
    at = index;
    pending = 0;
    pendingBits = 0;
  }

  /**
   * Writes a number.
   *
   * @param value without bits above the count
   * @param count 0 to 56
   */
  void write(long value, int count) {
    int bits = pendingBits + count;
    long word = pending | value << (64 - bits); // shifted by 64 where nothing is pending or written
    BIG_ENDIAN_LONG.set(bytes, at, word);
    at += bits >>> 3;
    pending = word << (bits & ~7);
    pendingBits = bits & 7;
  }

  /** Writes a number in two's complement. */
  void writeSigned(long value, int count) {
    write(value & ((1L << count) - 1), count);
  }

  /** Writes so many zeros and a one. */
  void writeUnary(int zeros) {
    int left = zeros;
    for (; left >= MAX_BITS; left -= MAX_BITS) {
      write(0, MAX_BITS);
    }
    write(1, left + 1);
  }

  /** Writes numbers in two's complement. */
  void writeSigned(int[] values, int from, int to, int count) {
    for (int i = from; i < to; i++) {
      writeSigned(values[i], count);
    }
  }

  /**
   * Writes rice codes (RFC 9639, section 9.2.5.2).
   *
   * @param values of less than 30 bits without sign
   * @param parameter 0 to 30
   */
  void writeRice(int[] values, int from, int to, int parameter) {
    byte[] out = bytes;
    int index = at;
    long word = pending;
    int used = pendingBits;
    int marker = 1 << parameter;
    for (int i = from; i < to; i++) {
      int folded = folded(values[i]);
      int zeros = folded >>> parameter;
      int bits = used + zeros + 1 + parameter;
      if (bits >= 64) { // rare: the zeros first, until the rest fits
        at = index;
        pending = word;
        pendingBits = used;
        writeZeros(zeros);
        index = at;
        word = pending;
        used = pendingBits;
        bits = used + 1 + parameter;
      }
      long code = marker | (folded & (marker - 1));
      word |= code << (64 - bits);
      BIG_ENDIAN_LONG.set(out, index, word);
      index += bits >>> 3;
      word <<= bits & ~7;
      used = bits & 7;
    }
    at = index;
    pending = word;
    pendingBits = used;
  }

  /** A number without sign: 0, -1, 1, -2, … become 0, 1, 2, 3, … */
  static int folded(int value) {
    return value << 1 ^ value >> 31;
  }

  private void writeZeros(int zeros) {
    int left = zeros;
    for (; left > MAX_BITS; left -= MAX_BITS) {
      write(0, MAX_BITS);
    }
    write(0, left);
  }

  /** Fills the last byte with zeros; the index after it. */
  int end() {
    write(0, -pendingBits & 7);
    return at;
  }
}
