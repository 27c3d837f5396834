package isr.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One line of an output directory's ledger, read without the product's reader. Fields that the
 * tests ask for have no escaped characters in them.
 *
 * @param json the line
 */
record LedgerLine(String json) {
  /** All complete lines of an output directory, in the order in which they were written. */
  static List<LedgerLine> readAll(Path outputDirectory) {
    Path ledger = outputDirectory.resolve(".isr/ledger");
    if (!Files.isDirectory(ledger)) {
      return List.of();
    }
    try (Stream<Path> days = Files.list(ledger)) {
      return days.filter(day -> day.toString().endsWith(".jsonl"))
          .sorted()
          .flatMap(day -> lines(day).stream())
          .filter(line -> line.endsWith("}"))
          .map(LedgerLine::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of one type about one source. */
  static List<LedgerLine> of(Path outputDirectory, String source, String type) {
    return readAll(outputDirectory).stream()
        .filter(line -> line.text("type").equals(type) && line.text("source").equals(source))
        .toList();
  }

  private static List<String> lines(Path day) {
    try {
      return Files.readAllLines(day);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text, or nothing where the field is not there. */
  String text(String field) {
    return find("\"" + field + "\":\"([^\"]*)\"");
  }

  /** A time. */
  Instant time(String field) {
    return OffsetDateTime.parse(text(field)).toInstant();
  }

  /** A number. */
  double number(String field) {
    return Double.parseDouble(find("\"" + field + "\":([-+.0-9eE]+)"));
  }

  /** A length in seconds. */
  Duration length() {
    return Duration.ofNanos(Math.round(number("lengthSeconds") * 1e9));
  }

  private String find(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(json);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  public String toString() {
    return json;
  }
}
