package isr.web;

import io.undertow.server.HttpServerExchange;
import isr.cutting.CutTime;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What the query of a URL says; an empty value counts as not given. */
final class Parameters {
  private static final int MAX_CHARS = 1000;

  private final HttpServerExchange exchange;

  private Parameters(HttpServerExchange exchange) {
    this.exchange = exchange;
  }

  static Parameters of(HttpServerExchange exchange) {
    return new Parameters(exchange);
  }

  /** A text. */
  Optional<String> text(String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return Optional.ofNullable(values)
        .map(Deque::peekFirst)
        .map(value -> decode(name, value))
        .filter(value -> !value.isEmpty());
  }

  private static String decode(String name, String value) {
    try {
      String text = URLDecoder.decode(value, StandardCharsets.UTF_8);
      if (text.length() <= MAX_CHARS) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(name + ": it has a broken escape");
    }
    throw Problem.badRequest(name + ": it is longer than " + MAX_CHARS + " characters");
  }

  /** An integer in a range, ends included. */
  OptionalLong number(String name, long min, long max) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= min && value <= max) {
        return OptionalLong.of(value);
      }
    } catch (NumberFormatException e) {
      throw Problem.badRequest(name + ": expected an integer");
    }
    throw Problem.badRequest(name + ": expected " + min + " to " + max);
  }

  /** A number in a range, ends included. */
  OptionalDouble decimal(String name, double min, double max) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(text.get());
      if (value >= min && value <= max) {
        return OptionalDouble.of(value);
      }
    } catch (NumberFormatException e) {
      throw Problem.badRequest(name + ": expected a number");
    }
    throw Problem.badRequest(name + ": expected " + min + " to " + max);
  }

  /** A time within a recording, in seconds. */
  double seconds(String name) {
    String text = text(name).orElseThrow(() -> Problem.badRequest(name + ": it is missing"));
    return CutTime.parse(text)
        .orElseThrow(() -> Problem.badRequest(name + ": expected seconds, m:ss or h:mm:ss"));
  }

  /** A day. */
  Optional<LocalDate> day(String name) {
    return text(name).map(text -> parsed(name, text, Parameters::date));
  }

  /**
   * A point in time: RFC 3339, the same without an offset in the zone, or the start of a day.
   *
   * @param plusDays added to a day, so that an end includes it
   */
  Optional<Instant> time(String name, ZoneId zone, int plusDays) {
    return text(name)
        .map(
            text ->
                text.length() == 10
                    ? parsed(name, text, Parameters::date)
                        .plusDays(plusDays)
                        .atStartOfDay(zone)
                        .toInstant()
                    : parsed(name, text, word -> instant(word, zone)));
  }

  /** Of a year of four digits: what follows it is a time, too. */
  private static LocalDate date(String text) {
    LocalDate day = LocalDate.parse(text);
    if (day.getYear() < 1 || day.getYear() > 9998) {
      throw new DateTimeException(text);
    }
    return day;
  }

  private static Instant instant(String text, ZoneId zone) {
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime exact
        ? exact.toInstant()
        : LocalDateTime.from(time).atZone(zone).toInstant();
  }

  private interface Parser<T> {
    T parse(String text);
  }

  private static <T> T parsed(String name, String text, Parser<T> parser) {
    try {
      return parser.parse(text);
    } catch (DateTimeException e) {
      throw Problem.badRequest(name + ": expected a day, 2026-11-21, or an RFC 3339 time");
    }
  }
}
