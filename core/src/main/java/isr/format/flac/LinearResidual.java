package isr.format.flac;

/** Computes what a linear predictor leaves (RFC 9639, section 9.2.6). */
final class LinearResidual {
  /** Larger residuals are left to other subframes; the format ends at 31 bits without sign. */
  private static final int MAX_BITS = 29;

  private LinearResidual() {}

  /**
   * Computes the residual from the index of the order on.
   *
   * @param signal {@link LinearPredictor#LEAD} zeros, then the samples
   * @param magnitudeBits of the largest sample, without its sign
   * @param residual written from 0 on; before the index of the order it means nothing
   * @return false when a number of it would be too large
   */
  static boolean compute(
      int[] signal, int count, int magnitudeBits, LinearPredictor.Found predictor, int[] residual) {
    long sum = 0;
    for (int coefficient : predictor.coefficients) {
      sum += Math.abs(coefficient);
    }
    long largest = sum << magnitudeBits;
    boolean small = (largest >> predictor.shift) + (1L << magnitudeBits) < 1L << MAX_BITS;
    if (small && largest < 1L << 31) {
      if (predictor.order <= 8) {
        eight(signal, count, predictor.coefficients, predictor.shift, residual);
      } else {
        twelve(signal, count, predictor.coefficients, predictor.shift, residual);
      }
      return true;
    }
    return wide(signal, count, predictor, residual);
  }

  private static void eight(int[] x, int count, int[] c, int shift, int[] residual) {
    int c0 = c[0];
    int c1 = c[1];
    int c2 = c[2];
    int c3 = c[3];
    int c4 = c[4];
    int c5 = c[5];
    int c6 = c[6];
    int c7 = c[7];
    for (int i = 0; i < count; i++) {
      int at = i + LinearPredictor.LEAD;
      int sum =
          c0 * x[at - 1]
              + c1 * x[at - 2]
              + c2 * x[at - 3]
              + c3 * x[at - 4]
              + c4 * x[at - 5]
              + c5 * x[at - 6]
              + c6 * x[at - 7]
              + c7 * x[at - 8];
      residual[i] = x[at] - (sum >> shift);
    }
  }

  private static void twelve(int[] x, int count, int[] c, int shift, int[] residual) {
    for (int i = 0; i < count; i++) {
      int at = i + LinearPredictor.LEAD;
      int sum = 0;
      for (int j = 0; j < 12; j++) {
        sum += c[j] * x[at - 1 - j];
      }
      residual[i] = x[at] - (sum >> shift);
    }
  }

  /** With sums of up to 64 bits; looks at each number whether it is small enough. */
  private static boolean wide(int[] x, int count, LinearPredictor.Found predictor, int[] residual) {
    return predictor.order <= 8
        ? wideEight(x, count, predictor.coefficients, predictor.shift, predictor.order, residual)
        : wideTwelve(x, count, predictor.coefficients, predictor.shift, predictor.order, residual);
  }

  private static boolean wideEight(
      int[] x, int count, int[] c, int shift, int order, int[] residual) {
    long c0 = c[0];
    long c1 = c[1];
    long c2 = c[2];
    long c3 = c[3];
    long c4 = c[4];
    long c5 = c[5];
    long c6 = c[6];
    long c7 = c[7];
    long magnitudes = 0;
    for (int i = order; i < count; i++) {
      int at = i + LinearPredictor.LEAD;
      long sum =
          c0 * x[at - 1]
              + c1 * x[at - 2]
              + c2 * x[at - 3]
              + c3 * x[at - 4]
              + c4 * x[at - 5]
              + c5 * x[at - 6]
              + c6 * x[at - 7]
              + c7 * x[at - 8];
      long rest = x[at] - (sum >> shift);
      magnitudes |= rest ^ rest >> 63;
      residual[i] = (int) rest;
    }
    return magnitudes >>> MAX_BITS == 0;
  }

  private static boolean wideTwelve(
      int[] x, int count, int[] c, int shift, int order, int[] residual) {
    long magnitudes = 0;
    for (int i = order; i < count; i++) {
      int at = i + LinearPredictor.LEAD;
      long sum = 0;
      for (int j = 0; j < 12; j++) {
        sum += (long) c[j] * x[at - 1 - j];
      }
      long rest = x[at] - (sum >> shift);
      magnitudes |= rest ^ rest >> 63;
      residual[i] = (int) rest;
    }
    return magnitudes >>> MAX_BITS == 0;
  }
}
