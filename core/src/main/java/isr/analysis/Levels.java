package isr.analysis;

/** The arithmetic of points and blocks; all places are samples from the beginning of a file. */
final class Levels {
  /** How many levels of points there are. */
  static final int COUNT = 4;

  /** Samples of a point of the finest level. */
  static final int BASE_SAMPLES = 256;

  /** Points of a level that are one of the next coarser. */
  static final int FACTOR = 8;

  /** Samples of a point of the coarsest level: where an analysis can go on, or be divided. */
  static final int COARSEST_SAMPLES = BASE_SAMPLES * FACTOR * FACTOR * FACTOR;

  /** Blocks in a second. */
  static final int BLOCKS_PER_SECOND = 10;

  /** Bytes of a block in its file: mean square and peak, as floats. */
  static final int BLOCK_BYTES = 8;

  /** Bytes of a point and channel: the lowest and the highest sample, of 16 bits. */
  static final int POINT_BYTES = 4;

  private static final int SOME_POINTS = 4;

  private Levels() {}

  /** Samples of a point. */
  static int samplesPerPoint(int level) {
    int samples = BASE_SAMPLES;
    for (int i = 0; i < level; i++) {
      samples *= FACTOR;
    }
    return samples;
  }

  /**
   * The coarsest level from which a part of so many samples can be drawn: some of its points lie in
   * there, so that the edges are about right; else the finest.
   */
  static int levelFor(double samples) {
    int level = 0;
    while (level + 1 < COUNT && SOME_POINTS * (double) samplesPerPoint(level + 1) <= samples) {
      level++;
    }
    return level;
  }

  /** The coarsest level of which whole points make up so many samples; else the finest. */
  static int exactLevelFor(int samples) {
    int level = 0;
    while (level + 1 < COUNT && samples % samplesPerPoint(level + 1) == 0) {
      level++;
    }
    return level;
  }

  /** Points of a level in a file of so many samples, the last one perhaps of fewer. */
  static long points(long samples, int level) {
    int each = samplesPerPoint(level);
    return (samples + each - 1) / each;
  }

  /** The first sample of a block. */
  static long blockStart(long block, int sampleRateHz) {
    return (block * sampleRateHz + BLOCKS_PER_SECOND - 1) / BLOCKS_PER_SECOND;
  }

  /** The first block that begins at a sample or after it: so many begin before. */
  static long blocksBefore(long sample, int sampleRateHz) {
    return sample == 0 ? 0 : (sample - 1) * BLOCKS_PER_SECOND / sampleRateHz + 1;
  }

  /** Bytes that the points and blocks of so many samples take. */
  static long bytes(long samples, int channels, int sampleRateHz) {
    long bytes = blocksBefore(samples, sampleRateHz) * BLOCK_BYTES;
    for (int level = 0; level < COUNT; level++) {
      bytes += points(samples, level) * channels * POINT_BYTES;
    }
    return bytes;
  }
}
