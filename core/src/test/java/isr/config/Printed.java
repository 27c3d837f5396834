package isr.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** What the command line would print of a configuration. */
final class Printed {
  static final ConfigEnvironment ENVIRONMENT =
      new ConfigEnvironment(Map.of("ISR_PASSWORD", "hunter2", "EMPTY", ""), ZoneId.of("UTC"));

  private Printed() {}

  static ConfigResult read(String... lines) {
    return ConfigFile.parse(Path.of("recorder.toml"), String.join("\n", lines), ENVIRONMENT);
  }

  /** All mistakes; none when the configuration is valid. */
  static List<String> problems(String... lines) {
    return problems(read(lines));
  }

  static List<String> problems(ConfigResult result) {
    return result instanceof ConfigResult.Invalid invalid
        ? invalid.problems().stream().map(ConfigProblem::toString).toList()
        : List.of();
  }

  static List<String> warnings(ConfigResult result) {
    return result.warnings().stream().map(ConfigWarning::toString).toList();
  }

  /** The configuration, which has no mistakes. */
  static RecorderConfig config(ConfigResult result) {
    assertThat(problems(result)).isEmpty();
    return ((ConfigResult.Valid) result).config();
  }

  /** The directory of the whole project. */
  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("mvnw"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
