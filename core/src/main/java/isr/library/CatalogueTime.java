package isr.library;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as the catalogue stores them: nanoseconds, which last from 1677 to 2262. */
final class CatalogueTime {
  private static final long NANOS = 1_000_000_000L;

  private CatalogueTime() {}

  /** Nanoseconds since 1970; a time that is further away becomes the nearest that fits. */
  static long nanos(OffsetDateTime time) {
    return nanos(time.toInstant());
  }

  static long nanos(Instant time) {
    return nanos(time.getEpochSecond(), time.getNano());
  }

  static long nanos(Duration length) {
    return nanos(length.getSeconds(), length.getNano());
  }

  private static long nanos(long seconds, int nanos) {
    try {
      // One second is added later, so that the first step does not overflow below zero.
      return seconds < 0 && nanos > 0
          ? Math.addExact(Math.multiplyExact(seconds + 1, NANOS), nanos - NANOS)
          : Math.addExact(Math.multiplyExact(seconds, NANOS), nanos);
    } catch (ArithmeticException e) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  static int offsetSeconds(OffsetDateTime time) {
    return time.getOffset().getTotalSeconds();
  }

  static OffsetDateTime time(long nanos, int offsetSeconds) {
    Instant instant =
        Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    return instant.atOffset(ZoneOffset.ofTotalSeconds(offsetSeconds));
  }
}
