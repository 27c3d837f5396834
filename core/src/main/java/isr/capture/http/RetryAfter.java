package isr.capture.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a server asks to be left alone (RFC 9110, section 10.2.3): seconds, or a date, which is
 * measured from the server's own {@code Date}, because our clock may be wrong. A date without one,
 * a past one and nonsense ask for nothing.
 */
final class RetryAfter {
  /** RFC 9110, section 5.6.7: IMF-fixdate, RFC 850, asctime. */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH),
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, d-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.ENGLISH),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH));

  private RetryAfter() {}

  /** The time from the answer on; at most some thousand years. */
  static Optional<Duration> of(ResponseHead head) {
    OptionalLong seconds = head.number("retry-after");
    if (seconds.isPresent()) {
      return positive(Duration.ofSeconds(Math.min(seconds.getAsLong(), 100_000_000_000L)));
    }
    Optional<LocalDateTime> now = head.field("date").flatMap(RetryAfter::date);
    Optional<LocalDateTime> then = head.field("retry-after").flatMap(RetryAfter::date);
    return now.isPresent() && then.isPresent()
        ? positive(Duration.between(now.get(), then.get()))
        : Optional.empty();
  }

  private static Optional<Duration> positive(Duration wait) {
    return Optional.of(wait).filter(w -> !w.isNegative() && !w.isZero());
  }

  private static Optional<LocalDateTime> date(String text) {
    for (DateTimeFormatter format : DATES) {
      try {
        return Optional.of(format.withZone(ZoneOffset.UTC).parse(text, LocalDateTime::from));
      } catch (DateTimeException e) {
        // another form, or none
      }
    }
    return Optional.empty();
  }
}
