package isr.format.flac;

/** Makes samples of what a linear predictor left (RFC 9639, section 9.2.6). */
final class LinearRestore {
  /** Coefficients of the loops that are written out. */
  private static final int FEW = 4;

  private static final int SOME = 8;
  private static final int MANY = 12;

  private LinearRestore() {}

  /**
   * Adds to each residual what is predicted from the samples before it.
   *
   * @param out samples up to the order, residuals from there to the count; becomes samples
   * @param weights 32, of which those up to the order are used; others are overwritten
   */
  static void restore(long[] out, int count, int order, int[] weights, int shift) {
    if (order == 0) {
      return;
    }
    int unrolled = order <= FEW ? FEW : order <= SOME ? SOME : order <= MANY ? MANY : order;
    int begin = Math.min(count, unrolled);
    any(out, order, begin, order, weights, shift);
    for (int j = order; j < unrolled; j++) {
      weights[j] = 0;
    }
    switch (unrolled) {
      case FEW -> four(out, begin, count, weights, shift);
      case SOME -> eight(out, begin, count, weights, shift);
      case MANY -> twelve(out, begin, count, weights, shift);
      default -> any(out, begin, count, order, weights, shift);
    }
  }

  private static void any(long[] out, int from, int to, int order, int[] weights, int shift) {
    for (int i = from; i < to; i++) {
      long sum = 0;
      for (int j = 0; j < order; j++) {
        sum += weights[j] * out[i - 1 - j];
      }
      out[i] += sum >> shift;
    }
  }

  private static void four(long[] out, int from, int to, int[] w, int shift) {
    long w0 = w[0];
    long w1 = w[1];
    long w2 = w[2];
    long w3 = w[3];
    long last = from < to ? out[from - 1] : 0;
    for (int i = from; i < to; i++) {
      long sum = w3 * out[i - 4] + w2 * out[i - 3] + w1 * out[i - 2];
      last = out[i] + ((sum + w0 * last) >> shift);
      out[i] = last;
    }
  }

  private static void eight(long[] out, int from, int to, int[] w, int shift) {
    long w0 = w[0];
    long w1 = w[1];
    long w2 = w[2];
    long w3 = w[3];
    long w4 = w[4];
    long w5 = w[5];
    long w6 = w[6];
    long w7 = w[7];
    long last = from < to ? out[from - 1] : 0;
    for (int i = from; i < to; i++) {
      long older = w7 * out[i - 8] + w6 * out[i - 7] + w5 * out[i - 6] + w4 * out[i - 5];
      long newer = w3 * out[i - 4] + w2 * out[i - 3] + w1 * out[i - 2];
      last = out[i] + ((older + newer + w0 * last) >> shift);
      out[i] = last;
    }
  }

  private static void twelve(long[] out, int from, int to, int[] w, int shift) {
    long w0 = w[0];
    long w1 = w[1];
    long w2 = w[2];
    long w3 = w[3];
    long w4 = w[4];
    long w5 = w[5];
    long w6 = w[6];
    long w7 = w[7];
    long w8 = w[8];
    long w9 = w[9];
    long w10 = w[10];
    long w11 = w[11];
    long last = from < to ? out[from - 1] : 0;
    for (int i = from; i < to; i++) {
      long oldest = w11 * out[i - 12] + w10 * out[i - 11] + w9 * out[i - 10] + w8 * out[i - 9];
      long older = w7 * out[i - 8] + w6 * out[i - 7] + w5 * out[i - 6] + w4 * out[i - 5];
      long newer = w3 * out[i - 4] + w2 * out[i - 3] + w1 * out[i - 2];
      last = out[i] + ((oldest + older + newer + w0 * last) >> shift);
      out[i] = last;
    }
  }
}
