package isr.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Times of day as people write them: {@code 09:50}, {@code 2026-11-27 09:50:30}, RFC 3339. */
final class DayTime {
  private static final String EXPECTED =
      "Expected a time such as 09:50, 2026-11-27T09:50:30 or 2026-11-27T09:50+01:00; found ";

  private DayTime() {}

  /**
   * A point in time.
   *
   * @param now a time without a day is of this day
   * @throws IllegalArgumentException when it is none
   */
  static Instant parse(String text, Instant now, ZoneId zone) {
    String value = text.strip().replace(' ', 'T');
    try {
      if (!value.contains("T")) {
        return LocalTime.parse(value)
            .atDate(now.atZone(zone).toLocalDate())
            .atZone(zone)
            .toInstant();
      }
      boolean hasOffset =
          value.length() > 10 && value.substring(10).matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)");
      return hasOffset
          ? OffsetDateTime.parse(value).toInstant()
          : LocalDateTime.parse(value).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(EXPECTED + text, e);
    }
  }

  /** The same; a time without a day is the next one after the beginning. */
  static Instant parseEnd(String text, Instant from, ZoneId zone) {
    Instant end = parse(text, from, zone);
    boolean withoutDay = !text.strip().replace(' ', 'T').contains("T");
    return withoutDay && !end.isAfter(from) ? end.atZone(zone).plusDays(1).toInstant() : end;
  }
}
