package isr.format.flac;

/**
 * Tells by the second differences of two channels, their mean and their difference, which two of
 * the four take the fewest bits (RFC 9639, section 4.2).
 */
final class StereoEstimate {
  private StereoEstimate() {}

  /**
   * The channel assignment of a frame header: 1 for left and right, or one of those of {@link
   * ChannelAssignment}.
   */
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
    return ChannelAssignment.best(
        RiceCoder.estimate(sumLeft, count),
        RiceCoder.estimate(sumRight, count),
        RiceCoder.estimate(sumMid, count),
        RiceCoder.estimate(sumSide, count));
  }
}
