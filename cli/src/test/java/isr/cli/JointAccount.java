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
  private static final int WINDOW = 96;

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
    for (short[] file : files) {
      int start = find(reference, file, next, tolerance);
      if (start == Integer.MIN_VALUE) {
        strangers++;
        continue;
      }
      lost += next < 0 ? 0 : Math.max(0, start - next);
      doubled += next < 0 ? 0 : Math.max(0, next - start);
      for (int i = next < 0 ? settling : 0; i < file.length; i++) {
        int at = start + i;
        boolean there = at >= 0 && at < reference.length;
        int difference = there ? Math.abs(file[i] - reference[at]) : Integer.MAX_VALUE;
        altered += difference > tolerance ? 1 : 0;
        largest = there ? Math.max(largest, difference) : largest;
        compared++;
      }
      next = start + file.length;
    }
    return new JointAccount(lost, doubled, altered, largest, compared, strangers);
  }

  /** Where in the stream the file begins, looking first where it is expected. */
  private static int find(short[] reference, short[] file, int expected, int tolerance) {
    int window = Math.min(WINDOW, file.length);
    int middle = (file.length - window) / 2;
    if (expected >= 0 && matches(reference, expected + middle, file, middle, window, tolerance)) {
      return expected;
    }
    for (int at = 0; at + window <= reference.length; at++) {
      if (matches(reference, at, file, middle, window, tolerance)) {
        return at - middle;
      }
    }
    return Integer.MIN_VALUE;
  }

  private static boolean matches(
      short[] reference, int at, short[] file, int from, int count, int tolerance) {
    if (at < 0 || at + count > reference.length || count == 0) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (Math.abs(reference[at + i] - file[from + i]) > tolerance + 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether every sample of the stream is there once and as it was. */
  boolean isExact() {
    return lost == 0 && doubled == 0 && altered == 0 && strangers == 0 && compared > 0;
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
