package isr.splitting;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The split points of a zone and an interval: the instants at which the wall clock passes a
 * multiple of the interval since local midnight.
 *
 * <p>Midnight is always one, also when the interval does not divide a day. Where the wall clock
 * jumps forward over a multiple, the jump itself is the split point; where it is set back, the
 * multiples that it passes again are split points again. So a segment is never longer than the
 * interval, but for the hour that a clock repeats without passing a multiple.
 */
public final class SplitSchedule {
  /** The shortest interval: 0.1 minutes. */
  public static final Duration MIN_INTERVAL = Duration.ofSeconds(6);

  /** The longest interval: a day. */
  public static final Duration MAX_INTERVAL = Duration.ofDays(1);

  private final ZoneId zone;
  private final ZoneRules rules;
  private final Duration interval;

  /**
   * A schedule.
   *
   * @param zone whose wall clock counts
   * @param interval from {@link #MIN_INTERVAL} to {@link #MAX_INTERVAL}
   * @throws IllegalArgumentException when the interval is out of range
   */
  public SplitSchedule(ZoneId zone, Duration interval) {
    if (interval.compareTo(MIN_INTERVAL) < 0 || interval.compareTo(MAX_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "interval: expected 6 s to 24 h, found " + interval.toMillis() / 1000.0 + " s");
    }
    this.zone = zone;
    this.rules = zone.getRules();
    this.interval = interval;
  }

  /** The zone whose wall clock counts. */
  public ZoneId zone() {
    return zone;
  }

  /** The first split point strictly after an instant. */
  public Instant next(Instant after) {
    Instant from = after;
    ZoneOffset offset = rules.getOffset(from);
    LocalDateTime multiple = multipleAfter(LocalDateTime.ofInstant(from, offset));
    while (true) {
      Instant candidate = multiple.toInstant(offset);
      ZoneOffsetTransition transition = rules.nextTransition(from);
      if (transition == null || transition.getInstant().isAfter(candidate)) {
        return candidate;
      }
      if (passes(transition, multiple)) {
        return transition.getInstant();
      }
      from = transition.getInstant();
      offset = transition.getOffsetAfter();
      multiple = multipleAfter(transition.getDateTimeAfter());
    }
  }

  /** Whether the wall clock, set at the transition, then shows a multiple or has passed one. */
  private boolean passes(ZoneOffsetTransition transition, LocalDateTime multiple) {
    LocalDateTime shown = transition.getDateTimeAfter();
    if (transition.isGap()) {
      return !shown.isBefore(multiple);
    }
    return isMultiple(shown);
  }

  private boolean isMultiple(LocalDateTime wallClock) {
    return wallClock.toLocalTime().toNanoOfDay() % interval.toNanos() == 0;
  }

  private LocalDateTime multipleAfter(LocalDateTime wallClock) {
    LocalDateTime midnight = wallClock.truncatedTo(ChronoUnit.DAYS);
    long sinceMidnight = wallClock.toLocalTime().toNanoOfDay();
    long next = (sinceMidnight / interval.toNanos() + 1) * interval.toNanos();
    return next >= LocalTime.MAX.toNanoOfDay() ? midnight.plusDays(1) : midnight.plusNanos(next);
  }
}
