package isr.config;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/** Any text is a configuration or has mistakes that can be printed, and nothing is thrown. */
class ConfigFileFuzz {
  /** A directory that is not there, so that no password file is found. */
  private static final Path FILE = Path.of("/nonexistent/isr/recorder.toml");

  private static final ConfigEnvironment ENVIRONMENT =
      new ConfigEnvironment(Map.of("A", "hunter2"), ZoneId.of("UTC"));

  @FuzzTest(maxDuration = "5m")
  void anyTextIsReadOrRefused(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    ConfigResult result = ConfigFile.parse(FILE, text, ENVIRONMENT);
    if (result instanceof ConfigResult.Invalid invalid) {
      check(!invalid.problems().isEmpty(), "refused without a reason");
      invalid.problems().forEach(problem -> checkLine(problem.toString()));
    } else {
      check(!((ConfigResult.Valid) result).config().sources().isEmpty(), "valid without a source");
    }
    result.warnings().forEach(warning -> checkLine(warning.toString()));
  }

  @FuzzTest(maxDuration = "2m")
  void anyBytesAreDecoded(byte[] bytes) {
    Problems problems = new Problems(FILE);
    ConfigText.decode(bytes, problems);
    problems.problems().forEach(problem -> checkLine(problem.toString()));
  }

  private static void checkLine(String line) {
    boolean oneLine = line.chars().noneMatch(Character::isISOControl);
    check(oneLine, "more than one printable line");
    check(line.length() < 5000, "a line of " + line.length());
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
