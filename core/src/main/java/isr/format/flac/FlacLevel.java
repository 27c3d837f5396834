package isr.format.flac;

import java.util.List;

/**
 * How much work the encoder puts into small files. Every level is lossless; what the levels do is
 * near to what the levels of the same number of the program {@code flac} do.
 *
 * @param number 0 to 8
 */
public record FlacLevel(int number) {
  /** The highest level. */
  public static final int MAX = 8;

  /** Least work. */
  public static final FlacLevel FAST = new FlacLevel(0);

  /** Nearly as small as it gets for a small part of the work. */
  public static final FlacLevel DEFAULT = new FlacLevel(5);

  /** Smallest files. */
  public static final FlacLevel BEST = new FlacLevel(MAX);

  /** What each level does. */
  private static final List<Effort> EFFORTS =
      List.of(
          new Effort(0, 0, Stereo.APART, 3),
          new Effort(0, 0, Stereo.ESTIMATED, 3),
          new Effort(0, 0, Stereo.TRIED, 4),
          new Effort(6, 1, Stereo.APART, 4),
          new Effort(8, 1, Stereo.ESTIMATED, 4),
          new Effort(8, 1, Stereo.ESTIMATED, 5),
          new Effort(8, 3, Stereo.TRIED, 6),
          new Effort(12, 3, Stereo.TRIED, 6),
          new Effort(12, 6, Stereo.TRIED, 7));

  /** What is done with two channels that may be alike. */
  enum Stereo {
    /** Each is coded by itself. */
    APART,
    /** As seems best by a simple predictor. */
    ESTIMATED,
    /** As is best, after coding left, right, mid and side. */
    TRIED
  }

  /**
   * What a level does.
   *
   * @param maxOrder of the linear predictors; 0: fixed predictors only
   * @param windows how many windows the block is looked at through for a linear predictor
   * @param maxPartitionOrder the residual is coded in at most two to the power of this partitions
   */
  record Effort(int maxOrder, int windows, Stereo stereo, int maxPartitionOrder) {}

  /** Checks the range. */
  public FlacLevel {
    if (number < 0 || number > MAX) {
      throw new IllegalArgumentException("level: expected 0 to " + MAX + ", found " + number);
    }
  }

  Effort effort() {
    return EFFORTS.get(number);
  }
}
