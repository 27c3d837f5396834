package isr.segment;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A letter after a percent sign, as POSIX strftime defines it for the C locale.
 *
 * <p>Days and months have English names whatever the machine's language. Codes whose result holds a
 * space, a slash or a colon ({@code %e %D %T %c}) and the ambiguous {@code %Z} are left out; {@code
 * %f} is Python's.
 */
enum FilenameCode {
  YEAR('Y', "year", t -> digits(4, t.getYear())),
  YEAR_OF_CENTURY('y', "year without century", t -> digits(2, Math.floorMod(t.getYear(), 100))),
  MONTH('m', "month, 01 to 12", t -> digits(2, t.getMonthValue())),
  DAY('d', "day of the month, 01 to 31", t -> digits(2, t.getDayOfMonth())),
  DATE('F', "date, the same as %Y-%m-%d", t -> t.toLocalDate().toString()),
  HOUR('H', "hour, 00 to 23", t -> digits(2, t.getHour())),
  HOUR_OF_12('I', "hour, 01 to 12", t -> digits(2, t.get(ChronoField.CLOCK_HOUR_OF_AMPM))),
  HALF_OF_DAY('p', "AM or PM", t -> t.getHour() < 12 ? "AM" : "PM"),
  MINUTE('M', "minute, 00 to 59", t -> digits(2, t.getMinute())),
  SECOND('S', "second, 00 to 59", t -> digits(2, t.getSecond())),
  MICROSECOND('f', "microsecond, six digits", t -> digits(6, t.getNano() / 1000)),
  DAY_OF_YEAR('j', "day of the year, 001 to 366", t -> digits(3, t.getDayOfYear())),
  WEEK('V', "ISO 8601 week, 01 to 53", t -> digits(2, t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))),
  WEEK_YEAR('G', "year of the ISO 8601 week", t -> digits(4, t.get(IsoFields.WEEK_BASED_YEAR))),
  WEEKDAY('u', "day of the week, 1 (Monday) to 7", t -> digits(1, t.getDayOfWeek().getValue())),
  WEEKDAY_SHORT('a', "day of the week, short", t -> weekday(t).substring(0, 3)),
  WEEKDAY_NAME('A', "day of the week", t -> weekday(t)),
  MONTH_SHORT('b', "month, short", t -> month(t).substring(0, 3)),
  MONTH_NAME('B', "month by name", t -> month(t)),
  OFFSET('z', "offset from UTC", t -> offset(t.getOffset().getTotalSeconds())),
  EPOCH('s', "seconds since 1970-01-01 00:00 UTC", t -> Long.toString(t.toEpochSecond()));

  private final char letter;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final Function<ZonedDateTime, String> writer;

  FilenameCode(char letter, String meaning, Function<ZonedDateTime, String> writer) {
    this.letter = letter;
    this.meaning = meaning;
    this.writer = writer;
  }

  /** What the code stands for, for lists and documentation. */
  String meaning() {
    return meaning;
  }

  /** What the code becomes at that time, in the time's own zone. */
  String format(ZonedDateTime start) {
    return writer.apply(start);
  }

  /** The code as it is written in a pattern: {@code %Y}. */
  @Override
  public String toString() {
    return "%" + letter;
  }

  /** The code of that letter; upper and lower case differ. */
  static Optional<FilenameCode> of(char letter) {
    return Arrays.stream(values()).filter(code -> code.letter == letter).findFirst();
  }

  private static String digits(int width, int value) {
    String digits = Integer.toString(value);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static String weekday(ZonedDateTime start) {
    return start.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String month(ZonedDateTime start) {
    return start.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  /** +0530; with seconds only where a zone of before standard time has them: -001521. */
  private static String offset(int totalSeconds) {
    int seconds = Math.abs(totalSeconds);
    String hoursAndMinutes = digits(2, seconds / 3600) + digits(2, seconds / 60 % 60);
    String odd = seconds % 60 == 0 ? "" : digits(2, seconds % 60);
    return (totalSeconds < 0 ? "-" : "+") + hoursAndMinutes + odd;
  }
}
