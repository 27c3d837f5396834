package isr.format.flac;

/**
 * Finds a linear predictor for a block (RFC 9639, section 9.2.6): autocorrelation of the windowed
 * samples, the recursion of Levinson and Durbin, and rounding to coefficients of some bits.
 */
final class LinearPredictor {
  static final int MAX_ORDER = 12;

  /** Zeros before the samples, so that no loop has to begin with fewer. */
  static final int LEAD = 16;

  private static final int MAX_SHIFT = 15;
  private static final int MIN_PRECISION = 5;
  private static final int MAX_PRECISION = 14;

  private final double[] windowed;
  private final double[] correlation = new double[MAX_ORDER + 1];
  private final double[] errors = new double[MAX_ORDER + 1];
  private final double[] recursion = new double[MAX_ORDER];
  private final double[][] weights = new double[MAX_ORDER + 1][MAX_ORDER];

  /**
   * A predictor that was found.
   *
   * <p>A sample is predicted as the sum of coefficient j times the sample j + 1 before it, shifted
   * to the right.
   */
  static final class Found {
    /** Those beyond the order are 0. */
    final int[] coefficients = new int[MAX_ORDER];

    int order;
    int precision;
    int shift;
  }

  LinearPredictor(int maxBlockSize) {
    windowed = new double[LEAD + maxBlockSize];
  }

  /**
   * Looks for the best predictor.
   *
   * @param signal {@link #LEAD} zeros, then the samples
   * @param window as many factors as there are samples
   * @param bits of a sample
   * @return false when there is none, because the samples are zeros under the window, or rounding
   *     leaves nothing of the coefficients
   */
  boolean find(int[] signal, int count, double[] window, int maxOrder, int bits, Found found) {
    for (int i = 0; i < count; i++) {
      windowed[LEAD + i] = signal[LEAD + i] * window[i];
    }
    correlate(count, maxOrder);
    int solved = solve(maxOrder);
    if (solved == 0) {
      return false;
    }
    found.precision = precision(count, bits);
    found.order = bestOrder(solved, count, bits + found.precision);
    return round(weights[found.order], found);
  }

  private void correlate(int count, int maxOrder) {
    int end = LEAD + count;
    firstNine(windowed, end, correlation);
    if (maxOrder > 8) {
      nextFour(windowed, end, correlation);
    }
  }

  /** Lags 0 to 8: sums that do not wait for one another. */
  private static void firstNine(double[] x, int end, double[] sums) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    double s8 = 0;
    for (int i = LEAD; i < end; i++) {
      double next = x[i];
      s0 += next * next;
      s1 += next * x[i - 1];
      s2 += next * x[i - 2];
      s3 += next * x[i - 3];
      s4 += next * x[i - 4];
      s5 += next * x[i - 5];
      s6 += next * x[i - 6];
      s7 += next * x[i - 7];
      s8 += next * x[i - 8];
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    sums[4] = s4;
    sums[5] = s5;
    sums[6] = s6;
    sums[7] = s7;
    sums[8] = s8;
  }

  private static void nextFour(double[] x, int end, double[] sums) {
    double s9 = 0;
    double s10 = 0;
    double s11 = 0;
    double s12 = 0;
    for (int i = LEAD; i < end; i++) {
      double next = x[i];
      s9 += next * x[i - 9];
      s10 += next * x[i - 10];
      s11 += next * x[i - 11];
      s12 += next * x[i - 12];
    }
    sums[9] = s9;
    sums[10] = s10;
    sums[11] = s11;
    sums[12] = s12;
  }

  /** The recursion; the highest order that it reached before nothing was left to predict. */
  private int solve(int maxOrder) {
    double error = correlation[0];
    for (int order = 1; order <= maxOrder; order++) {
      if (!(error > 0)) {
        return order - 1;
      }
      double sum = correlation[order];
      for (int j = 0; j < order - 1; j++) {
        sum -= recursion[j] * correlation[order - 1 - j];
      }
      double reflection = sum / error;
      reflect(order, reflection);
      error *= 1 - reflection * reflection;
      errors[order] = error;
      System.arraycopy(recursion, 0, weights[order], 0, order);
    }
    return maxOrder;
  }

  private void reflect(int order, double reflection) {
    double[] w = recursion;
    int last = order - 2;
    for (int j = 0; j < (order - 1) / 2; j++) {
      double low = w[j];
      double high = w[last - j];
      w[j] = low - reflection * high;
      w[last - j] = high - reflection * low;
    }
    if (last >= 0 && last % 2 == 0) {
      w[last / 2] -= reflection * w[last / 2];
    }
    w[order - 1] = reflection;
  }

  /**
   * The order that costs least: half a bit a sample for each halving of the error, against the bits
   * of another coefficient and of the sample that it needs to begin.
   */
  private int bestOrder(int solved, int count, int bitsOfAnOrder) {
    int best = 1;
    double least = Double.MAX_VALUE;
    for (int order = 1; order <= solved; order++) {
      double bits = Math.max(0, 0.5 * Math.log(errors[order] * 0.5 / count) / Math.log(2));
      double total = bits * (count - order) + (double) order * bitsOfAnOrder;
      if (total < least) {
        least = total;
        best = order;
      }
    }
    return best;
  }

  /** Longer blocks are worth more exact coefficients, as are longer samples. */
  private static int precision(int count, int bits) {
    int log = 31 - Integer.numberOfLeadingZeros(count);
    return Math.min(MAX_PRECISION, Math.max(MIN_PRECISION, bits > 17 ? log + 2 : log));
  }

  /** Rounds such that the errors of rounding sum up to next to nothing. */
  private static boolean round(double[] weights, Found found) {
    double largest = 0;
    for (int j = 0; j < found.order; j++) {
      largest = Math.max(largest, Math.abs(weights[j]));
    }
    int shift = found.precision - 2 - Math.getExponent(largest);
    found.shift = Math.min(MAX_SHIFT, shift);
    if (found.shift < 0 || largest == 0) {
      return false;
    }
    int most = (1 << (found.precision - 1)) - 1;
    double scale = 1 << found.shift;
    double rest = 0;
    int any = 0;
    for (int j = 0; j < MAX_ORDER; j++) {
      if (j < found.order) {
        rest += weights[j] * scale;
      }
      int rounded =
          j < found.order ? (int) Math.max(-most - 1, Math.min(most, Math.rint(rest))) : 0;
      rest -= rounded;
      found.coefficients[j] = rounded;
      any |= rounded;
    }
    return any != 0;
  }
}
