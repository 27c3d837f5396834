package isr.format.webm;

import isr.media.MalformedMediaException;

/** Timestamps of a Segment in samples (RFC 9559, section 11). */
final class Clock {
  private static final long DEFAULT_SCALE_NANOS = 1_000_000;
  private static final double NANOS = 1e9;

  /** The length of a tick. */
  private long scaleNanos = DEFAULT_SCALE_NANOS;

  private int rateHz = 48_000;
  private long clusterTicks;
  private boolean set;
  private long clusterEnd;

  /** Another Segment follows. */
  void restart() {
    scaleNanos = DEFAULT_SCALE_NANOS;
    leaveCluster();
  }

  void rate(int hertz) {
    rateHz = hertz;
  }

  /** Reads TimestampScale (section 5.1.2.9). */
  void readInfo(Elements info) throws MalformedMediaException {
    if (info.find(Ids.TIMESTAMP_SCALE) != null) {
      long scale = info.number();
      if (scale == 0) {
        throw new MalformedMediaException(info.offset(), "TimestampScale: expected not 0");
      }
      scaleNanos = scale;
    }
  }

  /**
   * A Cluster begins.
   *
   * @param end stream offset at which it ends
   */
  void enterCluster(long end) {
    set = false;
    clusterEnd = end;
  }

  void leaveCluster() {
    enterCluster(0);
  }

  /** The Cluster's own timestamp (section 5.1.3.1). */
  void cluster(long ticks) {
    clusterTicks = ticks;
    set = true;
  }

  /** Whether blocks may follow. */
  boolean isSet() {
    return set;
  }

  long clusterEnd() {
    return clusterEnd;
  }

  /** The time of a block, in samples. */
  long at(short blockTicks) {
    return Math.round(((double) clusterTicks + blockTicks) * scaleNanos * rateHz / NANOS);
  }

  /** A length in samples. */
  long samples(long nanos) {
    return Math.round((double) nanos * rateHz / NANOS);
  }
}
