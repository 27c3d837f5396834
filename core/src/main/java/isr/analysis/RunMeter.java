package isr.analysis;

/** The lowest and the highest sample of a run, and the sum of their squares, in one look at it. */
final class RunMeter {
  /** Longer runs would lose precision: the squares are added up as floats. */
  static final int MAX_SAMPLES = Levels.BASE_SAMPLES;

  private float low;
  private float high;
  private float squares;

  /** What is not a number counts for nothing but in the sum. */
  void measure(float[] samples, int from, int to) {
    float lowEven = Float.POSITIVE_INFINITY;
    float lowOdd = Float.POSITIVE_INFINITY;
    float highEven = Float.NEGATIVE_INFINITY;
    float highOdd = Float.NEGATIVE_INFINITY;
    float even = 0;
    float odd = 0;
    int i = from;
    for (; i < to - 1; i += 2) {
      float x = samples[i];
      float y = samples[i + 1];
      lowEven = x < lowEven ? x : lowEven;
      highEven = x > highEven ? x : highEven;
      lowOdd = y < lowOdd ? y : lowOdd;
      highOdd = y > highOdd ? y : highOdd;
      even += x * x;
      odd += y * y;
    }
    if (i < to) {
      float x = samples[i];
      lowEven = x < lowEven ? x : lowEven;
      highEven = x > highEven ? x : highEven;
      even += x * x;
    }
    low = Math.min(lowEven, lowOdd);
    high = Math.max(highEven, highOdd);
    squares = even + odd;
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
