package isr.config;

import isr.capture.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlKeyValue;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of the file. A value that is not as expected is told to {@link Problems} and then
 * absent, so that reading goes on with the default.
 */
final class Section {
  private final TomlTable table;
  private final List<String> path;
  private final @Nullable TomlPosition header;
  private final Problems problems;

  Section(TomlTable table, List<String> path, @Nullable TomlPosition header, Problems problems) {
    this.table = table;
    this.path = List.copyOf(path);
    this.header = header;
    this.problems = problems;
  }

  /** The last part of the section's path; empty for the whole file. */
  String name() {
    return path.isEmpty() ? "" : path.get(path.size() - 1);
  }

  /** The keys that are set, in the order of the file. */
  List<String> keys() {
    return List.copyOf(table.keySet());
  }

  boolean has(String key) {
    return table.contains(List.of(key));
  }

  /** The file that the section is in, as the user named it. */
  Path file() {
    return problems.file();
  }

  /** Whether the value is a table. */
  boolean holdsTable(String key) {
    return table.isTable(List.of(key));
  }

  /** A table inside this one; empty also when it is something else, which is told. */
  Optional<Section> section(String key) {
    return typed(key, TomlTable.class, "a table")
        .map(inner -> new Section(inner, pathOf(key), position(key), problems));
  }

  Optional<String> text(String key) {
    return typed(key, String.class, "a string");
  }

  /** A text; the empty one counts as not set. */
  Optional<String> textOrNone(String key) {
    return text(key).filter(text -> !text.isEmpty());
  }

  boolean isEmptyText(String key) {
    return "".equals(value(key));
  }

  boolean isEmptyArray(String key) {
    return value(key) instanceof TomlArray array && array.isEmpty();
  }

  /** A text that no message repeats; the empty one counts as not set. */
  Optional<Secret> secret(String key) {
    Object value = value(key);
    if (value instanceof String text) {
      return Optional.of(text).filter(t -> !t.isEmpty()).map(Secret::of);
    }
    if (value != null) {
      refuse(key, "expected a string in quotes");
    }
    return Optional.empty();
  }

  Optional<Boolean> flag(String key) {
    return typed(key, Boolean.class, "true or false");
  }

  /** An integer in a range, ends included. */
  Optional<Integer> integer(String key, int min, int max) {
    return integer(key, n -> n >= min && n <= max, "an integer from " + min + " to " + max);
  }

  /** An integer that a condition holds for. */
  Optional<Integer> integer(String key, LongPredicate condition, String expected) {
    return typed(key, Long.class, expected)
        .filter(value -> inRange(key, value, condition.test(value), expected))
        .map(Long::intValue);
  }

  /** An integer in a range, ends included, or one of the words that stand for some of them. */
  Optional<Integer> integerOrWord(String key, int min, int max, Map<String, Integer> words) {
    String expected =
        "an integer from %d to %d, %s"
            .formatted(min, max, Found.oneOf(List.copyOf(words.keySet())));
    if (value(key) instanceof String word) {
      if (!words.containsKey(word)) {
        refuse(key, "expected " + expected + ", found " + Found.value(word));
      }
      return Optional.ofNullable(words.get(word));
    }
    return integer(key, n -> n >= min && n <= max, expected);
  }

  /** An integer or a decimal number in a range, ends included. */
  Optional<Double> number(String key, double min, double max) {
    String expected = "a number from " + Found.number(min) + " to " + Found.number(max);
    return typed(key, Number.class, expected)
        .map(Number::doubleValue)
        .filter(value -> inRange(key, value, value >= min && value <= max, expected));
  }

  /** One of some words. */
  Optional<String> choice(String key, List<String> words) {
    Optional<String> word = text(key);
    if (word.isEmpty() || words.contains(word.get())) {
      return word;
    }
    String meant =
        Spelling.nearest(word.get(), words).map(w -> "; did you mean \"" + w + "\"?").orElse("");
    refuse(key, "expected " + Found.oneOf(words) + ", found " + Found.value(word.get()) + meant);
    return Optional.empty();
  }

  /** The numbers of an array of integers; what is no integer is told and left out. */
  List<Integer> integers(String key, int min, int max) {
    String expected = "integers from " + min + " to " + max;
    List<Integer> numbers = new ArrayList<>();
    typed(key, TomlArray.class, "an array of " + expected)
        .ifPresent(array -> readIntegers(key, array, min, max, numbers));
    return numbers;
  }

  private void readIntegers(String key, TomlArray array, int min, int max, List<Integer> numbers) {
    for (int i = 0; i < array.size(); i++) {
      Object item = array.get(i);
      if (item instanceof Long number && number >= min && number <= max) {
        numbers.add(number.intValue());
      } else {
        String expected = "expected an integer from " + min + " to " + max;
        problems.add(
            array.inputPositionOf(i), pathOf(key), expected + ", found " + Found.value(item));
      }
    }
  }

  /** Tells all keys that are not known, in the words that are given for each. */
  void checkKeys(Collection<String> known, UnaryOperator<String> message) {
    for (String key : keys()) {
      if (!known.contains(key)) {
        problems.add(position(key), pathOf(key), message.apply(key));
      }
    }
  }

  /** {@code ; did you mean X?}, or all that are known. */
  static String nearestOf(String key, Collection<String> known) {
    return Spelling.nearest(key, known)
        .map(near -> "; did you mean " + near + "?")
        .orElseGet(() -> "; known here: " + String.join(", ", known));
  }

  /** Something is wrong with a value. */
  void refuse(String key, String message) {
    problems.add(valuePosition(key), pathOf(key), message);
  }

  /** Something is wrong with a key, or with the section when it has no such key. */
  void refuseKey(String key, String message) {
    problems.add(position(key), pathOf(key), message);
  }

  /** The section itself can not be as it is. */
  void refuseSection(String message) {
    problems.add(header, path, message);
  }

  /** A key must be there. */
  void missing(String key, String expected) {
    problems.missing(header, pathOf(key), expected);
  }

  /** A value, or the section when it has no such key, is hardly meant as it is. */
  void warn(String key, String message) {
    problems.warn(has(key) ? valuePosition(key) : header, pathOf(key), message);
  }

  /** The section is hardly meant as it is. */
  void warnSection(String message) {
    problems.warn(header, path, message);
  }

  private <T> Optional<T> typed(String key, Class<T> type, String expected) {
    Object value = value(key);
    if (value != null && !type.isInstance(value)) {
      refuse(key, "expected " + expected + ", found " + Found.value(value));
      return Optional.empty();
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private boolean inRange(String key, Number value, boolean inRange, String expected) {
    if (!inRange) {
      refuse(key, "expected " + expected + ", found " + Found.value(value));
    }
    return inRange;
  }

  private @Nullable Object value(String key) {
    return table.get(List.of(key));
  }

  private @Nullable TomlPosition position(String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? header : position;
  }

  private @Nullable TomlPosition valuePosition(String key) {
    TomlKeyValue entry = table.entry(List.of(key));
    TomlPosition written = entry == null ? null : entry.value().position();
    return written == null ? position(key) : written;
  }

  private List<String> pathOf(String key) {
    List<String> whole = new ArrayList<>(path);
    whole.add(key);
    return whole;
  }
}
