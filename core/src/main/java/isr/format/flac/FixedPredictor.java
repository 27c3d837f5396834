package isr.format.flac;

import java.util.Arrays;

/**
 * The predictors without coefficients (RFC 9639, section 9.2.5): the residual of order n is the
 * n-th difference of the samples.
 */
final class FixedPredictor {
  static final int MAX_ORDER = 4;

  /** For a first look, so many runs of so many samples are taken out of a block. */
  private static final int RUNS = 8;

  private static final int RUN_SAMPLES = 64;

  private final long[] sums = new long[MAX_ORDER + 1];

  /**
   * The order whose residual is smallest.
   *
   * @param signal the first sample lies at an index; of at most 25 bits
   * @param count more than {@link #MAX_ORDER}
   */
  int best(int[] signal, int first, int count) {
    Arrays.fill(sums, 0);
    sum(signal, first, first + count);
    return smallest();
  }

  /** About how many bits the smallest residual takes, as a part of the block tells. */
  long estimate(int[] signal, int first, int count) {
    Arrays.fill(sums, 0);
    int samples = Math.min(count, RUN_SAMPLES);
    int runs = Math.max(1, Math.min(RUNS, count / RUN_SAMPLES));
    for (int i = 0; i < runs; i++) {
      int from = first + (int) ((long) (count - samples) * i / runs);
      sum(signal, from, from + samples);
    }
    int summed = runs * (samples - MAX_ORDER);
    return RiceCoder.estimate(sums[smallest()], summed) * count / summed;
  }

  private int smallest() {
    int best = 0;
    for (int order = 1; order <= MAX_ORDER; order++) {
      if (sums[order] < sums[best]) {
        best = order;
      }
    }
    return best;
  }

  /** Adds up residuals without their signs, the first {@link #MAX_ORDER} samples left out. */
  private void sum(int[] signal, int first, int end) {
    int from = first + MAX_ORDER;
    int last0 = signal[from - 1];
    int last1 = last0 - signal[from - 2];
    int last2 = last1 - (signal[from - 2] - signal[from - 3]);
    int last3 = last2 - (signal[from - 2] - 2 * signal[from - 3] + signal[from - 4]);
    long sum0 = 0;
    long sum1 = 0;
    long sum2 = 0;
    long sum3 = 0;
    long sum4 = 0;
    for (int i = from; i < end; i++) {
      int next0 = signal[i];
      int next1 = next0 - last0;
      int next2 = next1 - last1;
      int next3 = next2 - last2;
      int next4 = next3 - last3;
      sum0 += Math.abs(next0);
      sum1 += Math.abs(next1);
      sum2 += Math.abs(next2);
      sum3 += Math.abs(next3);
      sum4 += Math.abs(next4);
      last0 = next0;
      last1 = next1;
      last2 = next2;
      last3 = next3;
    }
    sums[0] += sum0;
    sums[1] += sum1;
    sums[2] += sum2;
    sums[3] += sum3;
    sums[4] += sum4;
  }

  /** Computes a residual; before the index of the order it means nothing. */
  static void residual(int[] signal, int first, int count, int order, int[] residual) {
    System.arraycopy(signal, first, residual, 0, count);
    for (int n = 1; n <= order; n++) {
      for (int i = count - 1; i >= n; i--) {
        residual[i] -= residual[i - 1];
      }
    }
  }
}
