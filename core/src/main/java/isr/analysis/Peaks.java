package isr.analysis;

/**
 * The outline of a part of a recording, for drawing.
 *
 * <p>Of channel c and point p, the lowest sample is {@code low(c, p)}, the highest {@code high(c,
 * p)}; full scale at 1.
 */
public final class Peaks {
  private static final float FULL_SCALE = 1 << 15;

  private final long from;
  private final long to;
  private final int points;
  private final int channels;
  private final short[] values;

  /** Values of a point lie together: the lowest and the highest of each channel. */
  Peaks(long from, long to, int points, int channels, short[] values) {
    this.from = from;
    this.to = to;
    this.points = points;
    this.channels = channels;
    this.values = values;
  }

  /** The first sample. */
  public long from() {
    return from;
  }

  /** The sample behind the last one. */
  public long to() {
    return to;
  }

  /** Points, over equal parts of the time. */
  public int points() {
    return points;
  }

  /** Channels. */
  public int channels() {
    return channels;
  }

  /** The lowest sample of a point. */
  public float low(int channel, int point) {
    return values[2 * (point * channels + channel)] / FULL_SCALE;
  }

  /** The highest sample of a point. */
  public float high(int channel, int point) {
    return values[2 * (point * channels + channel) + 1] / FULL_SCALE;
  }
}
