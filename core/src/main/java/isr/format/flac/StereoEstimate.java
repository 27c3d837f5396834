package isr.format.flac;

/**
 * Tells by the second differences of two channels, their mean and their difference, which two of
 * the four take the fewest bits (RFC 9639, section 4.2).
 */
final class StereoEstimate {
  /** Where so few bits a sample are left, a linear predictor may see what differences do not. */
  private static final int FEW_BITS = 7;

  /** Says nothing. */
  static final int UNKNOWN = -1;

  private StereoEstimate() {}

  /** One of {@link ChannelAssignment}, or {@link #UNKNOWN}. */
  static int best(int[] left, int[] right, int count) {
    long sumLeft = 0;
    long sumRight = 0;
    long sumMid = 0;
    long sumSide = 0;
    for (int i = 2; i < count; i++) {
      int l = left[i] - 2 * left[i - 1] + left[i - 2];
      int r = right[i] - 2 * right[i - 1] + right[i - 2];
      sumLeft += Math.abs(l);
      sumRight += Math.abs(r);
      sumMid += Math.abs((l + r) >> 1);
      sumSide += Math.abs(l - r);
    }
    long bitsLeft = RiceCoder.estimate(sumLeft, count);
    long bitsRight = RiceCoder.estimate(sumRight, count);
    long bitsMid = RiceCoder.estimate(sumMid, count);
    long bitsSide = RiceCoder.estimate(sumSide, count);
    boolean few = Math.min(bitsLeft, bitsRight) < (long) FEW_BITS * count;
    return few ? UNKNOWN : ChannelAssignment.best(bitsLeft, bitsRight, bitsMid, bitsSide);
  }
}
