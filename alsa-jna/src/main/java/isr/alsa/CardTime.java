package isr.alsa;

import isr.audio.MonotonicClock;
import java.util.OptionalLong;

/**
 * Time stamps of cards on the clock of the capture.
 *
 * <p>Stamps are of CLOCK_MONOTONIC. So is {@code System.nanoTime} on Linux, whatever the clock of
 * the capture is: the age of a stamp is what is carried over.
 */
final class CardTime {
  /** What claims to be older comes from another clock. */
  private static final long OLDEST_NANOS = 60_000_000_000L;

  /** Two clocks that are read one after the other may cross by so much. */
  private static final long AHEAD_NANOS = 5_000_000L;

  private final MonotonicClock clock;
  private final MonotonicClock stamps;
  private final int rateHz;

  CardTime(MonotonicClock clock, MonotonicClock stamps, int rateHz) {
    this.clock = clock;
    this.stamps = stamps;
    this.rateHz = rateHz;
  }

  /**
   * When the last PCM frame was heard of those that have been read.
   *
   * @param stamp when the last one was heard that could be read; empty for this moment
   * @param left how many of those were not read
   */
  long heard(OptionalLong stamp, long left) {
    long age = stamp.isPresent() ? stamps.nanos() - stamp.getAsLong() : 0;
    boolean plausible = age >= -AHEAD_NANOS && age <= OLDEST_NANOS;
    return clock.nanos() - (plausible ? age : 0) - left * 1_000_000_000L / rateHz;
  }
}
