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

  /** Two looks that are closer than this are good enough. */
  private static final long APART_NANOS = 200_000L;

  private static final int MOST_LOOKS = 5;

  private final InstantSource wall;
  private final MonotonicClock clock;
  private Instant wallThen;
  private long nanosThen;

  /** Looks at both clocks once. */
  public WallTime(InstantSource wall, MonotonicClock clock) {
    this.wall = wall;
    this.clock = clock;
    Pair now = look();
    this.nanosThen = now.nanos();
    this.wallThen = now.wall();
  }

  /** What both clocks said at one time; {@code apartNanos} is how far that is from being true. */
  private record Pair(long nanos, Instant wall, long apartNanos) {}

  /** A thread may lose its processor between the clocks: then it looks again, a few times. */
  private Pair look() {
    Pair closest = lookOnce();
    for (int i = 1; i < MOST_LOOKS && closest.apartNanos() > APART_NANOS; i++) {
      Pair again = lookOnce();
      closest = again.apartNanos() < closest.apartNanos() ? again : closest;
    }
    return closest;
  }

  private Pair lookOnce() {
    long before = clock.nanos();
    Instant now = wall.instant();
    return new Pair(before, now, clock.nanos() - before);
  }

  /**
   * Looks at both clocks again.
   *
   * @return by how much the wall clock was stepped since the last look; empty when it was not
   */
  public Optional<Duration> follow() {
    Pair now = look();
    Duration change = Duration.between(at(now.nanos()), now.wall());
    nanosThen = now.nanos();
    wallThen = now.wall();
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
