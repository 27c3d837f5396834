package isr.analysis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The lowest and highest samples, at all levels. */
final class PointMeter {
  private static final int BUFFER_POINTS = 1024;
  private static final float FULL_SCALE = 1 << 15;

  private final WaveformFiles files;
  private final int channels;
  private final long to;
  private final float[] low;
  private final float[] high;
  private final Level[] levels = new Level[Levels.COUNT];
  private long position;
  private int filled;

  /** A level that is being written; its next point as far as it is known. */
  private static final class Level {
    private final ByteBuffer buffer;
    private final short[] low;
    private final short[] high;
    private long bufferedFrom;
    private long point;
    private int filled;

    Level(int channels, int pointBytes, long point) {
      this.buffer = ByteBuffer.allocate(BUFFER_POINTS * pointBytes);
      this.low = new short[channels];
      this.high = new short[channels];
      this.bufferedFrom = point;
      this.point = point;
      clear();
    }

    final void clear() {
      Arrays.fill(low, Short.MAX_VALUE);
      Arrays.fill(high, Short.MIN_VALUE);
      filled = 0;
    }
  }

  /**
   * A meter of a range.
   *
   * @param from where a point of the coarsest level begins
   * @param to end of the range, at another such place or at the end of the file
   */
  PointMeter(WaveformFiles files, int channels, long from, long to) {
    this.files = files;
    this.channels = channels;
    this.position = from;
    this.to = to;
    this.low = new float[channels];
    this.high = new float[channels];
    clear();
    for (int level = 0; level < levels.length; level++) {
      long point = from / Levels.samplesPerPoint(level);
      levels[level] = new Level(channels, files.pointBytes(), point);
    }
  }

  private void clear() {
    Arrays.fill(low, Float.POSITIVE_INFINITY);
    Arrays.fill(high, Float.NEGATIVE_INFINITY);
    filled = 0;
  }

  /** Place after the last sample of the range that was measured. */
  long position() {
    return position;
  }

  /** Samples up to the end of a point, or of the range; 0 behind it. */
  int room() {
    return (int) Math.min(to - position, Levels.BASE_SAMPLES - filled);
  }

  /**
   * Takes the lowest and the highest sample of a channel, of those that are {@link #added} next.
   */
  void add(int channel, float lowest, float highest) {
    low[channel] = Math.min(low[channel], lowest);
    high[channel] = Math.max(high[channel], highest);
  }

  /** Goes on by so many samples, at most as many as there is {@link #room} for. */
  void added(int length) throws IOException {
    position += length;
    filled += length;
    if (filled == Levels.BASE_SAMPLES) {
      endPoint();
    }
  }

  private void endPoint() throws IOException {
    Level finest = levels[0];
    for (int channel = 0; channel < channels; channel++) {
      finest.low[channel] = scaled(low[channel]);
      finest.high[channel] = scaled(high[channel]);
    }
    clear();
    write(0);
  }

  /** Rounded down, so that 16 bits stay as they are; of nothing but NaN, 0. */
  private static short scaled(float sample) {
    if (Float.isInfinite(sample)) {
      return 0;
    }
    double value = Math.floor((double) sample * FULL_SCALE);
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }

  /** Writes the point that a level has, which goes into the next coarser one, too. */
  private void write(int number) throws IOException {
    Level level = levels[number];
    for (int channel = 0; channel < channels; channel++) {
      level.buffer.putShort(level.low[channel]).putShort(level.high[channel]);
    }
    level.point++;
    if (!level.buffer.hasRemaining()) {
      flush(number);
    }
    if (number + 1 < levels.length) {
      Level coarser = levels[number + 1];
      for (int channel = 0; channel < channels; channel++) {
        coarser.low[channel] = (short) Math.min(coarser.low[channel], level.low[channel]);
        coarser.high[channel] = (short) Math.max(coarser.high[channel], level.high[channel]);
      }
      coarser.filled++;
      if (coarser.filled == Levels.FACTOR) {
        write(number + 1);
      }
    }
    level.clear();
  }

  private void flush(int number) throws IOException {
    Level level = levels[number];
    files.writePoints(number, level.bufferedFrom, level.buffer.flip());
    level.buffer.clear();
    level.bufferedFrom = level.point;
  }

  /** Writes what is left, the last points with what there is of them. */
  void finish() throws IOException {
    if (filled > 0) {
      endPoint();
    }
    for (int number = 1; number < levels.length; number++) {
      if (levels[number].filled > 0) {
        write(number);
      }
    }
    for (int number = 0; number < levels.length; number++) {
      flush(number);
    }
  }
}
