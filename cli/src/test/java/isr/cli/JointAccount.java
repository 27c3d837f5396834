package isr.cli;

import java.util.List;

/**
 * Files decoded one after the other, against the decoded unsplit stream. Each file is found in the
 * stream by samples from its middle, so that nothing has to be known of the format.
 *
 * @param lost values (samples of one channel) of the stream between two files that are in neither
 * @param doubled values that are in two files
 * @param altered values that differ by more than the tolerance
 * @param largest the largest difference, in steps of 16 bit
 * @param compared values that were compared
 * @param strangers files that are nowhere in the stream
 */
record JointAccount(
    long lost, long doubled, long altered, int largest, long compared, int strangers) {
  private static final int WINDOW = 480;

  /** On average: beyond it a file is of something else. */
  private static final int STRANGE = 1500;

  /**
   * Compares.
   *
   * @param reference the decoded stream, channels interleaved
   * @param files the decoded files, in their order
   * @param settling values at the very start that are not compared: what they need of earlier
   *     packets never arrived
   * @param tolerance the largest difference that is none
   */
  static JointAccount of(short[] reference, List<short[]> files, int settling, int tolerance) {
    long lost = 0;
    long doubled = 0;
    long altered = 0;
    long compared = 0;
    int largest = 0;
    int strangers = 0;
    int next = -1;
    int unsettled = settling; // the first file may be shorter
    for (short[] file : files) {
      int start = find(reference, file, next, tolerance);
      if (start == Integer.MIN_VALUE) {
        strangers++;
        continue;
      }
      lost += next < 0 ? 0 : Math.max(0, start - next);
      doubled += next < 0 ? 0 : Math.max(0, next - start);
      for (int i = unsettled; i < file.length; i++) {
        int at = start + i;
        boolean there = at >= 0 && at < reference.length;
        int difference = there ? Math.abs(file[i] - reference[at]) : Integer.MAX_VALUE;
        altered += difference > tolerance ? 1 : 0;
        largest = there ? Math.max(largest, difference) : largest;
        compared++;
      }
      next = start + file.length;
      unsettled = Math.max(0, unsettled - file.length);
    }
    return new JointAccount(lost, doubled, altered, largest, compared, strangers);
  }

  /** Where in the stream the file begins: where it is expected, or else fits best. */
  private static int find(short[] reference, short[] file, int expected, int tolerance) {
    int window = Math.min(WINDOW, file.length);
    int middle = (file.length - window) / 2;
    long near = (tolerance + 1L) * window;
    if (expected >= 0 && distance(reference, expected + middle, file, middle, near) <= near) {
      return expected;
    }
    int best = Integer.MIN_VALUE;
    long least = (long) STRANGE * window;
    for (int at = 0; at + window <= reference.length && least > 0 && window > 0; at++) {
      long distance = distance(reference, at, file, middle, least);
      if (distance < least) {
        least = distance;
        best = at - middle;
      }
    }
    return best;
  }

  /** The sum of all differences in a window, or something above the limit. */
  private static long distance(short[] reference, int at, short[] file, int from, long limit) {
    int window = Math.min(WINDOW, file.length);
    if (at < 0 || at + window > reference.length) {
      return Long.MAX_VALUE;
    }
    long distance = 0;
    for (int i = 0; i < window && distance <= limit; i++) {
      distance += Math.abs(reference[at + i] - file[from + i]);
    }
    return distance;
  }

  /** Whether every sample of the stream is there once. */
  boolean isComplete() {
    return lost == 0 && doubled == 0 && strangers == 0 && compared > 0;
  }

  /** Whether it is there as it was, too. */
  boolean isExact() {
    return isComplete() && altered == 0;
  }

  @Override
  public String toString() {
    return "%d values lost, %d doubled, %d of %d altered (by at most %d LSB)%s"
        .formatted(
            lost,
            doubled,
            altered,
            compared,
            largest,
            strangers == 0 ? "" : ", " + strangers + " files of anything else");
  }
}
