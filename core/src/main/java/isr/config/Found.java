package isr.config;

import java.util.List;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** How values are named in messages. */
final class Found {
  private static final int MAX_CHARACTERS = 60;

  private Found() {}

  /** A value of the file: {@code the string "ten"}, {@code 7}, {@code an array}. */
  static String value(Object value) {
    if (value instanceof String text) {
      return "the string " + quoted(text);
    }
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Long || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof TomlTable) {
      return "a table";
    }
    return value instanceof TomlArray ? "an array" : "a date or time";
  }

  /** A text in quotes, control characters escaped, cut where it is long. */
  static String quoted(String text) {
    return '"'
        + cut(Toml.tomlEscape(cut(text, MAX_CHARACTERS)).toString(), 6 * MAX_CHARACTERS)
        + '"';
  }

  /** A text that is not longer than that; what is missing is three dots. */
  static String cut(String text, int maxCharacters) {
    return text.length() <= maxCharacters ? text : text.substring(0, maxCharacters) + "…";
  }

  /** {@code "a", "b" or "c"}. */
  static String oneOf(List<String> words) {
    String last = '"' + words.get(words.size() - 1) + '"';
    String others =
        words.subList(0, words.size() - 1).stream()
            .map(word -> '"' + word + '"')
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? last : others + " or " + last;
  }

  /** A number as TOML writes it, without needless zeros: 60, 0.1, nan, inf. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
