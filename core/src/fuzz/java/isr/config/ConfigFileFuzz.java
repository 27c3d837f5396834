package isr.config;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Any text is a configuration or has mistakes that can be printed, and nothing is thrown. */
class ConfigFileFuzz {
  /** In a directory that is not there, so that no password file is found. */
  private static final Path FILE = Path.of("/nonexistent/isr/recorder.toml");

  private static final ConfigEnvironment ENVIRONMENT =
      new ConfigEnvironment(Map.of("A", "hunter2"), ZoneId.of("UTC"));

  private static final List<String> HEADERS =
      List.of("[general]", "[sources.a]", "[sources.b]", "[sources.a.routes]", "[web]", "[[a]]");

  private static final List<String> KEYS =
      Stream.of(Keys.GENERAL, Keys.STREAM, Keys.SOUNDCARD, Keys.TONE, Keys.WEB, List.of("type"))
          .flatMap(List::stream)
          .toList();

  private static final List<String> VALUES =
      List.of(
          "\"stream\"",
          "\"tone\"",
          "\"soundcard\"",
          "\"http://a:hunter2@127.0.0.1/\"",
          "\"%{source}%Y/%{route}\"",
          "\"\"",
          "[1, 2]",
          "true",
          "8000");

  @FuzzTest(maxDuration = "60s")
  void anyTextIsReadOrRefused(FuzzedDataProvider data) {
    Problems problems = new Problems(FILE);
    String text =
        data.consumeBoolean()
            ? lines(data)
            : ConfigText.decode(data.consumeRemainingAsBytes(), problems);
    problems.problems().forEach(problem -> checkLine(problem.toString()));
    check(ConfigFile.parse(FILE, text, ENVIRONMENT));
  }

  /** Lines that are mostly right, so that what is behind the parser is reached. */
  private static String lines(FuzzedDataProvider data) {
    StringBuilder text = new StringBuilder();
    while (data.remainingBytes() > 0) {
      text.append(line(data)).append('\n');
    }
    return text.toString();
  }

  private static String line(FuzzedDataProvider data) {
    return switch (data.consumeInt(0, 5)) {
      case 0 -> data.pickValue(HEADERS);
      case 1 -> data.pickValue(KEYS) + " = " + data.pickValue(VALUES);
      case 2 -> data.pickValue(KEYS) + " = " + data.consumeRegularDouble();
      case 3 -> data.pickValue(KEYS) + " = " + data.consumeLong();
      case 4 -> data.pickValue(KEYS) + " = '" + data.consumeString(40) + "'";
      default -> data.consumeString(40);
    };
  }

  private static void check(ConfigResult result) {
    if (result instanceof ConfigResult.Invalid invalid) {
      check(!invalid.problems().isEmpty(), "refused without a reason");
      invalid.problems().forEach(problem -> checkLine(problem.toString()));
    } else {
      check(!((ConfigResult.Valid) result).config().sources().isEmpty(), "valid without a source");
    }
    result.warnings().forEach(warning -> checkLine(warning.toString()));
  }

  private static void checkLine(String line) {
    check(line.chars().noneMatch(Character::isISOControl), "more than one printable line");
    check(line.length() < 5000, "a line of " + line.length() + " characters");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
