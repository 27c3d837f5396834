package isr.config;

import static isr.config.Printed.config;
import static isr.config.Printed.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.tone.ToneSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleConfigTest {
  private static final ConfigEnvironment ENVIRONMENT =
      new ConfigEnvironment(Map.of("RADIO4_PASSWORD", "hunter2"), ZoneId.of("UTC"));

  @TempDir private Path directory;

  @Test
  void theExampleAsShippedRecordsATone() {
    Path file = Printed.root().resolve("config.example.toml");
    ConfigResult result = ConfigFile.read(file, ENVIRONMENT);
    assertThat(warnings(result)).isEmpty();
    assertThat(config(result).sources())
        .singleElement()
        .satisfies(
            source -> {
              assertThat(source.name()).isEqualTo("test");
              assertThat(source.settings().spec()).isEqualTo(ToneSpec.DEFAULT);
              assertThat(source.settings().interval()).isEqualTo(Duration.ofMinutes(1));
              assertThat(source.settings().retry().maxRetries()).isZero();
              assertThat(source.settings().directory())
                  .isEqualTo(file.resolveSibling("recordings"));
            });
  }

  @Test
  void theExampleWithAllExamplesTakenInIsValid() throws IOException {
    Path file = Files.writeString(directory.resolve("recorder.toml"), uncommented());
    Path secret = Files.writeString(directory.resolve("radio3.password"), "hunter2\n");
    for (Path path : new Path[] {file, secret}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
    ConfigResult result = ConfigFile.read(file, ENVIRONMENT);
    assertThat(config(result).sources())
        .extracting(SourceConfig::name)
        .containsExactly("test", "radio1", "radio2", "radio3", "radio4", "mic");
    assertThat(warnings(result)).isEmpty();
  }

  static Stream<String> keys() {
    return Stream.of(Keys.GENERAL, Keys.STREAM, Keys.TONE, Keys.SOUNDCARD, Keys.WEB)
        .flatMap(keys -> keys.stream())
        .filter(key -> !key.equals("routes"))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsInTheExample(String key) throws IOException {
    assertThat(uncommented()).containsPattern("(?m)^" + key + " = ");
  }

  @Test
  void theExampleHasRoutes() throws IOException {
    assertThat(uncommented()).contains("[sources.mic.routes]");
  }

  /** The file without the marks of the examples: a # that no space follows. */
  private static String uncommented() throws IOException {
    return Files.readString(Printed.root().resolve("config.example.toml"))
        .replaceAll("(?m)^#(?=\\S)", "");
  }
}
