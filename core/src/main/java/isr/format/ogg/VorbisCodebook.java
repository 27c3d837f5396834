package isr.format.ogg;

import java.util.Optional;

/**
 * A codebook of a Vorbis setup header, which is only passed over (Vorbis I, section 3.2.1).
 *
 * @param dimensions of its vectors
 * @param entries that it has
 */
record VorbisCodebook(int dimensions, int entries) {
  private static final int SYNC = 0x564342;
  private static final int MAX_CODEWORD_BITS = 32;

  /** How many values the tables of a decoder have for it. */
  long tableValues() {
    return entries * (1L + dimensions);
  }

  /** Passes over one codebook; empty when it broke the rules. */
  static Optional<VorbisCodebook> pass(VorbisBits bits) {
    boolean holds = bits.read(24) == SYNC;
    int dimensions = bits.read(16);
    int entries = bits.read(24);
    boolean ordered = bits.flag();
    if (!holds || bits.overrun()) {
      return Optional.empty();
    }
    holds = ordered ? orderedLengths(bits, entries) : lengths(bits, entries);
    holds = holds && values(bits, entries, dimensions) && !bits.overrun();
    return holds ? Optional.of(new VorbisCodebook(dimensions, entries)) : Optional.empty();
  }

  private static boolean lengths(VorbisBits bits, int entries) {
    boolean sparse = bits.flag();
    if (!sparse) {
      bits.skip(5L * entries);
      return true;
    }
    for (int i = 0; i < entries && !bits.overrun(); i++) {
      bits.skip(bits.flag() ? 5 : 0);
    }
    return true;
  }

  private static boolean orderedLengths(VorbisBits bits, int entries) {
    int length = bits.read(5) + 1;
    int left = entries;
    while (left > 0 && length <= MAX_CODEWORD_BITS) {
      left -= bits.read(VorbisBits.ilog(left));
      length++;
    }
    return left == 0;
  }

  private static boolean values(VorbisBits bits, int entries, int dimensions) {
    int type = bits.read(4);
    if (type == 0) {
      return true;
    }
    bits.skip(32 + 32); // minimum and delta
    int valueBits = bits.read(4) + 1;
    bits.skip(1); // sequence flag
    if (type > 2 || dimensions == 0) {
      return false;
    }
    long count = type == 1 ? latticeValues(entries, dimensions) : (long) entries * dimensions;
    bits.skip(count * valueBits);
    return true;
  }

  /** The largest number whose power of {@code dimensions} is at most {@code entries} (9.2.3). */
  static int latticeValues(int entries, int dimensions) {
    int value = (int) Math.floor(Math.pow(entries, 1.0 / dimensions));
    while (power(value + 1, dimensions) <= entries) {
      value++;
    }
    while (power(value, dimensions) > entries) {
      value--;
    }
    return value;
  }

  /** The power, or anything above 2^24 when it is more than that. */
  static long power(int base, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent && power <= 1 << 24 && base != 1; i++) {
      power *= base;
    }
    return power;
  }
}
