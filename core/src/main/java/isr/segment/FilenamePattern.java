package isr.segment;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How segments are named: text with codes for the time of the first sample and for the source.
 *
 * <p>The codes are those of strftime:
 *
 * <ul>
 *   <li>{@code %Y %m %d} year, month, day; {@code %F} the three with dashes; {@code %y} year
 *       without century; {@code %j} day of the year
 *   <li>{@code %H %M %S} hour, minute, second; {@code %I %p} hour of 12 and AM or PM; {@code %f}
 *       microsecond
 *   <li>{@code %a %A} day of the week in English, short and whole; {@code %u} its number, 1 is
 *       Monday; {@code %b %B} month in English
 *   <li>{@code %G %V} year and week of ISO 8601
 *   <li>{@code %z} offset from UTC, such as +0100: tells the two hours apart that the clock shows
 *       twice in autumn; {@code %s} seconds since 1970
 *   <li>{@code %{source}} the name of the source, {@code %{route}} of the route of a soundcard
 *   <li>{@code %%} a percent sign
 * </ul>
 *
 * <p>A slash makes a directory. A pattern stays inside its directory and makes names that every
 * common file system takes: no backslash, none of {@code < > : " | ? *}, no part that begins with a
 * dot or ends with a dot or a space, none that can become longer than {@value #MAX_PART_BYTES}
 * bytes.
 *
 * <p>Two patterns of one text are equal.
 */
public final class FilenamePattern {
  /**
   * The longest file or directory name, in UTF-8, which leaves room for {@code -999} and extension.
   */
  public static final int MAX_PART_BYTES = 230;

  /** The longest pattern, in characters. */
  public static final int MAX_LENGTH = 1000;

  /** The longest name of a source or route that is written whole. */
  public static final int MAX_NAME_LENGTH = 64;

  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]|^\\.|\\.$");

  private final String text;
  private final List<FilenameParts.Part> parts;

  /**
   * Checks the pattern.
   *
   * @param text the pattern as the user wrote it
   * @throws FilenamePatternException naming the first character at fault
   */
  public FilenamePattern(String text) {
    this.text = text;
    this.parts = FilenameParts.parse(text);
  }

  /** The pattern as the user wrote it. */
  public String text() {
    return text;
  }

  /**
   * The name of a segment, without extension.
   *
   * @param start the wall-clock time of the first sample, in the zone that names are written in
   * @param source the name of the source; what is unsafe in a file name becomes an underscore
   * @param route the name of the route, treated alike; where there is none, an underscore is
   *     written
   * @return a relative path with {@code /} between its parts
   */
  public String format(ZonedDateTime start, String source, Optional<String> route) {
    FilenameParts.Naming naming =
        new FilenameParts.Naming(start, safe(source), route.map(FilenamePattern::safe).orElse("_"));
    StringBuilder name = new StringBuilder();
    for (FilenameParts.Part part : parts) {
      name.append(part.write(naming));
    }
    return name.toString();
  }

  /** Whether the names of two routes differ. */
  public boolean namesRoute() {
    return parts.contains(FilenameParts.ROUTE);
  }

  /**
   * The same pattern with the name of the route at its end.
   *
   * @throws FilenamePatternException when names can become too long by that
   */
  public FilenamePattern withRoute() {
    return new FilenamePattern(text + "_" + FilenameParts.ROUTE_CODE);
  }

  /** All codes as they are written in a pattern, in the order of lists, and what each means. */
  public static Map<String, String> codes() {
    return FilenameParts.codes();
  }

  /** Letters, digits, dot, underscore and dash, a dot neither first nor last, and never nothing. */
  private static String safe(String name) {
    if (name.isEmpty()) {
      return "_";
    }
    String cut = name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
    return UNSAFE.matcher(cut).replaceAll("_");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FilenamePattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
