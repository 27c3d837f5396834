package isr.format.flac;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the bits of a frame, the highest of each byte first, up to an end; beyond it there are
 * zeros, and {@link #overrun} tells so.
 */
final class FrameBits {
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final long end;
  private long position;

  /** From the byte at an index on; the byte at the end index is the first that is not read. */
  FrameBits(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.end = 8L * end;
    this.position = 8L * from;
  }

  /** The next bits, 0 to 56 of them, unsigned. */
  long read(int count) {
    if (count == 0) {
      return 0;
    }
    long value = peek() >>> (64 - count);
    position += count;
    return value;
  }

  /** Passes over bits. */
  void skip(long count) {
    position += count;
  }

  /** The next bits, 0 to 56 of them, in two's complement. */
  long readSigned(int count) {
    if (count == 0) {
      return 0;
    }
    long value = peek() >> (64 - count);
    position += count;
    return value;
  }

  /** The zeros before the next one, which is read, too. */
  long readUnary() {
    long from = position;
    while (position < end) {
      int zeros = Long.numberOfLeadingZeros(peek());
      if (zeros < 57) {
        position += zeros + 1;
        return position - 1 - from;
      }
      position += 56;
    }
    position = end + 1;
    return 0;
  }

  /** A rice code (RFC 9639, section 9.2.5.2). */
  long readRice(int parameter) {
    long next = peek();
    int zeros = Long.numberOfLeadingZeros(next);
    if (zeros + 1 + parameter <= 56) { // nearly always
      position += zeros + 1 + parameter;
      long rest = parameter == 0 ? 0 : next << (zeros + 1) >>> (64 - parameter);
      return unfolded((long) zeros << parameter | rest);
    }
    long quotient = readUnary();
    return unfolded(quotient << parameter | read(parameter));
  }

  /** Many of them, into the indices of an array from one on to before another. */
  void readRice(int parameter, long[] out, int from, int to) {
    byte[] array = bytes;
    long lastWhole = end - 72; // the last place at which 8 bytes can be read at once
    int rest = 63 - parameter;
    long at = position;
    int i = from;
    while (i < to) {
      int before = i;
      if (at <= lastWhole) {
        // All codes that lie in these bits, which is quicker than to read anew for each.
        long window = (long) BIG_ENDIAN_LONG.get(array, (int) (at >>> 3)) << (at & 7);
        int left = 57;
        int zeros = Long.numberOfLeadingZeros(window);
        int length = zeros + 1 + parameter;
        while (length <= left) {
          out[i++] = unfolded((long) zeros << parameter | window << (zeros + 1) >>> 1 >>> rest);
          window <<= length;
          left -= length;
          if (i == to) {
            break;
          }
          zeros = Long.numberOfLeadingZeros(window);
          length = zeros + 1 + parameter;
        }
        at += 57 - left;
      }
      if (i == before) {
        position = at;
        out[i++] = readRice(parameter);
        at = position;
      }
    }
    position = at;
  }

  private static long unfolded(long folded) {
    return folded >>> 1 ^ -(folded & 1);
  }

  /** At least the next 57 bits, the next one highest. */
  private long peek() {
    int at = (int) (position >>> 3);
    long word = at + 8 <= end >>> 3 ? (long) BIG_ENDIAN_LONG.get(bytes, at) : wordAtEnd(at);
    return word << (position & 7);
  }

  private long wordAtEnd(int at) {
    long word = 0;
    for (int i = at; i < at + 8; i++) {
      word = word << 8 | (i < end >>> 3 ? bytes[i] & 0xFF : 0);
    }
    return word;
  }

  /** Passes over the bits up to the next whole byte; false when one of them is set. */
  boolean skipToByte() {
    int count = (int) (-position & 7);
    return read(count) == 0;
  }

  /** Index of the byte that the next bit is in. */
  int index() {
    return (int) (position >>> 3);
  }

  /** Whether more bits were read than there are. */
  boolean overrun() {
    return position > end;
  }
}
