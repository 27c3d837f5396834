package isr.cutting;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times within a recording: {@code 75}, {@code 1:15}, {@code 1:02:03.5}. */
public final class CutTime {
  private static final Pattern PATTERN =
      Pattern.compile("(?:(?:(\\d{1,4}):)?(\\d{1,5}):)?(\\d{1,7}(?:[.,]\\d{1,9})?)");

  private CutTime() {}

  /** Seconds; empty when it is no such time, such as one with 60 seconds or more in a minute. */
  public static OptionalDouble parse(String text) {
    Matcher matcher = PATTERN.matcher(text.strip());
    if (!matcher.matches()) {
      return OptionalDouble.empty();
    }
    double seconds = Double.parseDouble(matcher.group(3).replace(',', '.'));
    long minutes = number(matcher.group(2));
    long hours = number(matcher.group(1));
    boolean carries =
        (matcher.group(2) != null && seconds >= 60) || (matcher.group(1) != null && minutes >= 60);
    return carries
        ? OptionalDouble.empty()
        : OptionalDouble.of(3600.0 * hours + 60.0 * minutes + seconds);
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** As {@code m:ss} or {@code h:mm:ss}, with thousandths where there are any. */
  public static String text(double seconds) {
    long thousandths = Math.round(seconds * 1000);
    long whole = thousandths / 1000;
    String text =
        whole >= 3600
            ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    long rest = thousandths % 1000;
    return rest == 0 ? text : text + String.format(Locale.ROOT, ".%03d", rest);
  }
}
