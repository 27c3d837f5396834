package isr.splitting;

import isr.audio.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the clock on the wall said at a time of the monotonic clock.
 *
 * <p>Slow corrections (NTP slewing) are followed. A step of the system's clock, or a machine that
 * slept, is told by {@link #follow}, and everything after it is in the new time.
 */
public final class WallTime {
  /** A change this large between two looks is a step. */
  public static final Duration STEP = Duration.ofMillis(500);

  private final InstantSource wall;
  private final MonotonicClock clock;
  private Instant wallThen;
  private long nanosThen;

  /** Looks at both clocks once. */
  public WallTime(InstantSource wall, MonotonicClock clock) {
    this.wall = wall;
    this.clock = clock;
    this.nanosThen = clock.nanos();
    this.wallThen = wall.instant();
  }

  /**
   * Looks at both clocks again.
   *
   * @return by how much the wall clock was stepped since the last look; empty when it was not
   */
  public Optional<Duration> follow() {
    long nanos = clock.nanos();
    Instant now = wall.instant();
    Duration change = Duration.between(at(nanos), now);
    nanosThen = nanos;
    wallThen = now;
    return change.abs().compareTo(STEP) > 0 ? Optional.of(change) : Optional.empty();
  }

  /** The wall clock's time at a time of the monotonic clock. */
  public Instant at(long monotonicNanos) {
    return wallThen.plusNanos(monotonicNanos - nanosThen);
  }

  /** The time of the monotonic clock at which the wall clock says so. */
  public long nanosAt(Instant instant) {
    return nanosThen + Duration.between(wallThen, instant).toNanos();
  }
}
