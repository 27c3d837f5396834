package isr.analysis;

/** The lowest and the highest sample of a run, and the sum of their squares, in one look at it. */
final class RunMeter {
  /** Longer runs would lose precision: the squares are added up as floats. */
  static final int MAX_SAMPLES = Levels.BASE_SAMPLES;

  private static final int POSITIVE_INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  private static final int ORDERED_NEGATIVE_INFINITY =
      ordered(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));

  private float low;
  private float high;
  private float squares;

  /** What is not a number counts for nothing but in the sum. */
  void measure(float[] samples, int from, int to) {
    squares = squares(samples, from, to);
    // Integers in the order of the floats: to compare those takes twice as long.
    int lowest = Integer.MAX_VALUE;
    int highest = Integer.MIN_VALUE;
    for (int i = from; i < to; i++) {
      int ordered = ordered(Float.floatToRawIntBits(samples[i]));
      lowest = Math.min(lowest, ordered);
      highest = Math.max(highest, ordered);
    }
    if (lowest < ORDERED_NEGATIVE_INFINITY || highest > POSITIVE_INFINITY) {
      compare(samples, from, to);
    } else if (from < to) {
      low = Float.intBitsToFloat(ordered(lowest));
      high = Float.intBitsToFloat(ordered(highest));
    } else {
      low = Float.POSITIVE_INFINITY;
      high = Float.NEGATIVE_INFINITY;
    }
  }

  /** Of the bits of a float, a number that is larger where the float is; and back. */
  private static int ordered(int bits) {
    return bits ^ (bits >> 31) >>> 1;
  }

  /** Sums that do not wait for one another. */
  private static float squares(float[] x, int from, int to) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float sum4 = 0;
    float sum5 = 0;
    float sum6 = 0;
    float sum7 = 0;
    int i = from;
    for (; i < to - 7; i += 8) {
      sum0 += x[i] * x[i];
      sum1 += x[i + 1] * x[i + 1];
      sum2 += x[i + 2] * x[i + 2];
      sum3 += x[i + 3] * x[i + 3];
      sum4 += x[i + 4] * x[i + 4];
      sum5 += x[i + 5] * x[i + 5];
      sum6 += x[i + 6] * x[i + 6];
      sum7 += x[i + 7] * x[i + 7];
    }
    for (; i < to; i++) {
      sum0 += x[i] * x[i];
    }
    return sum0 + sum1 + (sum2 + sum3) + (sum4 + sum5 + (sum6 + sum7));
  }

  /** Where some are no numbers. */
  private void compare(float[] samples, int from, int to) {
    low = Float.POSITIVE_INFINITY;
    high = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      float x = samples[i];
      low = x < low ? x : low;
      high = x > high ? x : high;
    }
  }

  float low() {
    return low;
  }

  float high() {
    return high;
  }

  float squares() {
    return squares;
  }
}
