package isr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import isr.segment.FilenamePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/configuration.md says is what the code does. */
class DocumentationTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_]+)` \\| *([^|]*?) *\\| *([^|]*?) *\\|");
  private static final Pattern CODE =
      Pattern.compile("(?m)^\\| `(%[^`]+)` \\| ([^|]*) \\| ([^|]*) \\|$");

  static Stream<Arguments> sections() {
    return Stream.of(
        arguments("\n## `[general]`", Keys.GENERAL),
        arguments("\n## `[sources.NAME]`", List.of("type")),
        arguments("\n### `type = \"stream\"`", Keys.STREAM),
        arguments("\n### `type = \"tone\"`", Keys.TONE),
        arguments("\n### `type = \"soundcard\"`", Keys.SOUNDCARD),
        arguments("\n## `[web]`", Keys.WEB));
  }

  @ParameterizedTest
  @MethodSource("sections")
  void everyKeyIsDocumentedAndNoOther(String heading, List<String> keys) throws IOException {
    assertThat(rows(section(heading)))
        .extracting(row -> row.group(1))
        .containsExactlyInAnyOrderElementsOf(keys);
  }

  @ParameterizedTest
  @MethodSource("sections")
  void everyDocumentedDefaultIsAccepted(String heading, List<String> keys) throws IOException {
    List<String> lines =
        rows(section(heading))
            .filter(row -> row.group(2).startsWith("`"))
            .map(row -> row.group(1) + " = " + row.group(2).replace("`", ""))
            .toList();
    String header =
        switch (keys.get(0)) {
          case "host" -> "[sources.t]\ntype = \"tone\"\n[web]\n";
          case "url" -> "[sources.a]\ntype = \"stream\"\nurl = \"http://127.0.0.1/\"\n";
          case "device" -> "[sources.a]\ntype = \"soundcard\"\n";
          default -> "[sources.a]\ntype = \"tone\"\n";
        };
    RecorderConfig config = Printed.config(Printed.read(header + String.join("\n", lines)));
    assertThat(config).isEqualTo(Printed.config(Printed.read(header)));
  }

  @Test
  void everyRangeOfNumbersIsTheOneThatIsChecked() throws IOException {
    Pattern range = Pattern.compile("^(-?[\\d.]+) to (-?[\\d.]+)");
    int checked = 0;
    for (String type : List.of("tone", "soundcard")) {
      String section = section("\n### `type = \"" + type + "\"`") + section("\n## `[general]`");
      for (MatchResult row : rows(section).toList()) {
        var limits = range.matcher(row.group(3));
        if (limits.find()) {
          checkRange(type, row.group(1), limits.group(1), limits.group(2));
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(3 + 2 + 2 * 7);
  }

  @Test
  void everyCodeIsDocumentedAsInTheProgramAndNoOther() throws IOException {
    assertThat(CODE.matcher(documentation()).results())
        .extracting(row -> Map.entry(row.group(1), row.group(2).replace("`", "")))
        .containsExactlyElementsOf(FilenamePattern.codes().entrySet());
  }

  @Test
  void everyExampleOfACodeIsWhatTheCodeWrites() throws IOException {
    ZonedDateTime start = ZonedDateTime.parse("2026-09-04T17:08:02.001234+02:00[Europe/Berlin]");
    assertThat(CODE.matcher(documentation()).results())
        .allSatisfy(
            row ->
                assertThat(
                        new FilenamePattern(row.group(1))
                            .format(start, "radio1", Optional.of("left")))
                    .isEqualTo(row.group(3)));
  }

  private static void checkRange(String type, String key, String min, String max) {
    String source = "[sources.a]\ntype = \"" + type + "\"\n" + key + " = ";
    assertThat(Printed.problems(source + min)).isEmpty();
    assertThat(Printed.problems(source + max)).isEmpty();
    assertThat(Printed.problems(source + (Double.parseDouble(min) - 0.01))).hasSize(1);
    assertThat(Printed.problems(source + (Double.parseDouble(max) + 0.01))).hasSize(1);
  }

  private static Stream<MatchResult> rows(String section) {
    return ROW.matcher(section).results();
  }

  /** From the heading to the next one. */
  private static String section(String heading) throws IOException {
    String text = documentation();
    int start = text.indexOf(heading);
    assertThat(start).describedAs(heading).isNotNegative();
    int end = text.indexOf("\n##", start + heading.length());
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static String documentation() throws IOException {
    return Files.readString(Printed.root().resolve("docs/configuration.md"));
  }
}
