package isr.splitting;

import java.util.Arrays;

/**
 * When a moment of stream time was heard, on the monotonic clock.
 *
 * <p>Stream time is what the packets' durations add up to; each batch says that a moment of it had
 * arrived at some time. What arrives can be late (a network, a pause of the server) but never
 * early, so the smallest distance between the two clocks over the last {@value #WINDOW_SECONDS} s
 * is the true one: reading once in a while, or a server that pauses and then delivers, does not
 * move the map, and the drift of the sender's clock is followed.
 *
 * <pre>
 *   heard(s) = s + min { arrival - stream time, over the window }
 * </pre>
 *
 * <p>A soundcard tells when its samples were heard, and its clock may be a percent off: what it
 * tells is taken as it is ({@link #trust}), with a straight line from one batch's end to the next.
 */
public final class TimeMap {
  /** How far back the smallest distance is looked for. */
  static final int WINDOW_SECONDS = 20;

  /** A clock that is further off has jumped instead. */
  static final double MOST_DRIFT = 0.05;

  private static final int BUCKETS = 10;
  private static final long BUCKET_NANOS = WINDOW_SECONDS * 1_000_000_000L / BUCKETS;

  private final long[] smallest = new long[BUCKETS];
  private boolean set;
  private long bucket;
  private long offset;
  private long lateness;

  /** Whether the last observation was told by {@link #trust}; the map is a line through it. */
  private boolean trusted;

  private long lineStream;
  private long lineNanos;

  /** Nanoseconds that pass in one of stream time. */
  private double slope = 1;

  /** Whether anything has been observed since the start or the last {@link #reset}. */
  public boolean isSet() {
    return set;
  }

  /** Forgets everything: the next observation stands alone. */
  public void reset() {
    set = false;
    trusted = false;
  }

  /**
   * Takes one observation.
   *
   * @param streamNanos the end of what has arrived, in stream time
   * @param arrivalNanos when it had arrived, on the monotonic clock; not before earlier ones
   */
  public void observe(long streamNanos, long arrivalNanos) {
    long distance = arrivalNanos - streamNanos;
    trusted = false;
    advance(Math.floorDiv(arrivalNanos, BUCKET_NANOS));
    int slot = slot(bucket);
    smallest[slot] = Math.min(smallest[slot], distance);
    offset = Arrays.stream(smallest).min().orElse(distance);
    lateness = distance - offset;
  }

  /**
   * Takes one observation that is exact: the map goes through it, and through the one before unless
   * the clock has jumped in between.
   *
   * @param streamNanos the end of what has been heard, in stream time; after earlier ones
   * @param heardNanos when that was heard, on the monotonic clock
   */
  public void trust(long streamNanos, long heardNanos) {
    double passed = heardNanos - lineNanos;
    double measured = trusted ? passed / (streamNanos - lineStream) : 1;
    slope = Math.abs(measured - 1) <= MOST_DRIFT ? measured : 1;
    lineStream = streamNanos;
    lineNanos = heardNanos;
    lateness = 0;
    trusted = true;
    set = true;
  }

  private void advance(long to) {
    if (!set || to - bucket >= BUCKETS) {
      Arrays.fill(smallest, Long.MAX_VALUE);
      bucket = to;
      set = true;
    }
    while (bucket < to) {
      smallest[slot(++bucket)] = Long.MAX_VALUE;
    }
  }

  /** How much later than the earliest of the window the last observation was, in nanoseconds. */
  public long latenessNanos() {
    return lateness;
  }

  /** When a moment of stream time was heard, on the monotonic clock. */
  public long heardAt(long streamNanos) {
    return trusted
        ? lineNanos + Math.round((streamNanos - lineStream) * slope)
        : streamNanos + offset;
  }

  /** The moment of stream time that was heard at a time of the monotonic clock. */
  public long streamAt(long monotonicNanos) {
    return trusted
        ? lineStream + Math.round((monotonicNanos - lineNanos) / slope)
        : monotonicNanos - offset;
  }

  private static int slot(long bucket) {
    return (int) Math.floorMod(bucket, (long) BUCKETS);
  }
}
