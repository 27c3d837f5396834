package isr.config;

import static isr.config.Printed.config;
import static isr.config.Printed.problems;
import static isr.config.Printed.read;
import static isr.config.Printed.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import isr.audio.SampleFormat;
import isr.capture.Secret;
import isr.capture.SoundcardSpec;
import isr.capture.http.Credentials;
import isr.capture.http.StreamSpec;
import isr.capture.tone.ToneSpec;
import isr.format.MediaFormats;
import isr.format.PcmStorage;
import isr.format.flac.FlacLevel;
import isr.recorder.Chains;
import isr.recorder.RetryPolicy;
import isr.recorder.SourceSettings;
import isr.segment.FilenamePattern;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @Test
  void aSourceThatSetsNothingHasTheDocumentedDefaults() {
    RecorderConfig config = config(read("[sources.test]", "type = \"tone\""));
    assertThat(config.sources())
        .containsExactly(
            new SourceConfig(
                new SourceSettings(
                    "test",
                    ToneSpec.DEFAULT,
                    HERE.resolve("recordings"),
                    new FilenamePattern("%Y%m%d_%H%M%S"),
                    Duration.ofMinutes(60),
                    ZoneId.of("UTC"),
                    new RetryPolicy(10, Duration.ofSeconds(5)),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10)),
                new LogSettings(LogLevel.INFO, Optional.empty(), 10_000_000, 5)));
    assertThat(config.log()).isEqualTo(LogSettings.DEFAULT);
  }

  @Test
  void everyGeneralKeyIsADefaultThatEverySourceCanSet() {
    String[] general = {
      "output_directory = \"/srv/a\"",
      "filename_pattern = \"%{source}/%F\"",
      "split_minutes = 0.1",
      "time_zone = \"Europe/Berlin\"",
      "max_retries = 0",
      "retry_delay_seconds = 0.5",
      "stall_seconds = 30",
      "sync_seconds = 1.5",
      "log_level = \"CRITICAL\"",
      "log_file = \"/var/log/a.log\"",
      "log_file_max_mb = 0.5",
      "log_file_count = 1",
    };
    assertThat(general)
        .extracting(line -> line.substring(0, line.indexOf(" ")))
        .isEqualTo(Keys.GENERAL);
    String set = String.join("\n", general);
    SourceConfig inherited =
        config(read("[general]", set, "[sources.test]", "type = \"tone\"")).sources().get(0);
    SourceConfig own = config(read("[sources.test]", "type = \"tone\"", set)).sources().get(0);
    assertThat(inherited)
        .isEqualTo(own)
        .isEqualTo(
            new SourceConfig(
                new SourceSettings(
                    "test",
                    ToneSpec.DEFAULT,
                    Path.of("/srv/a"),
                    new FilenamePattern("%{source}/%F"),
                    Duration.ofSeconds(6),
                    ZoneId.of("Europe/Berlin"),
                    new RetryPolicy(0, Duration.ofMillis(500)),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(1500)),
                new LogSettings(
                    LogLevel.CRITICAL, Optional.of(Path.of("/var/log/a.log")), 500_000, 1)));
  }

  @Test
  void aSourceOverridesWhatIsGeneralKeyByKey() {
    RecorderConfig config =
        config(
            read(
                "[general]",
                "split_minutes = 30",
                "log_file = \"all.log\"",
                "[sources.a]",
                "type = \"tone\"",
                "split_minutes = 15",
                "log_file = \"\"",
                "[sources.b]",
                "type = \"tone\"",
                "filename_pattern = \"b_%F_%H%M\""));
    assertThat(config.sources()).extracting(SourceConfig::name).containsExactly("a", "b");
    assertThat(config.sources())
        .extracting(source -> source.settings().interval())
        .containsExactly(Duration.ofMinutes(15), Duration.ofMinutes(30));
    assertThat(config.sources())
        .extracting(source -> source.log().file())
        .containsExactly(Optional.empty(), Optional.of(HERE.resolve("all.log")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 5",
    "'\"fast\"', 0",
    "'\"default\"', 5",
    "'\"best\"', 8",
    "0, 0",
    "3, 3",
    "8, 8"
  })
  void samplesAreKeptInTheFilesThatAreNamed(String compression, int level) {
    String set = compression.isEmpty() ? "" : "compression = " + compression;
    for (String type : new String[] {"tone", "soundcard"}) {
      RecorderConfig config =
          config(read("[sources.a]", "type = \"" + type + "\"", "format = \"flac\"", set));
      assertThat(config.sources().get(0).settings().storage())
          .isEqualTo(new PcmStorage.Flac(new FlacLevel(level)));
    }
    RecorderConfig wav = config(read("[sources.a]", "type = \"tone\"", set));
    assertThat(wav.sources().get(0).settings().storage()).isEqualTo(PcmStorage.WAV);
  }

  @Test
  void aCompressionOfWavFilesIsWarnedOf() {
    assertThat(warnings(read("[sources.a]", "type = \"tone\"", "compression = \"best\"")))
        .containsExactly(
            "recorder.toml:3:15: sources.a.compression: warning: WAV files are not compressed;"
                + " format = \"flac\" would be");
  }

  @Test
  void relativePathsAreTakenFromTheDirectoryOfTheFile() {
    String text = "[sources.a]\ntype = \"tone\"\noutput_directory = \"../out\"\nlog_file = \"l\"";
    SourceConfig source =
        config(ConfigFile.parse(Path.of("/etc/isr/r.toml"), text, Printed.ENVIRONMENT))
            .sources()
            .get(0);
    assertThat(source.settings().directory()).isEqualTo(Path.of("/etc/out"));
    assertThat(source.log().file()).contains(Path.of("/etc/isr/l"));
  }

  @Test
  void sourcesMayBeWrittenAsInlineTablesOrWithDottedKeys() {
    assertThat(config(read("sources.b.type = \"tone\"", "sources.a = {type = \"tone\"}")).sources())
        .extracting(SourceConfig::name)
        .containsExactly("b", "a");
    assertThat(problems("sources.b.typ = \"tone\"", "sources.a = {typ = 1}"))
        .containsExactly(
            "recorder.toml:1:1: sources.b.type: missing; expected \"stream\", \"soundcard\" or"
                + " \"tone\"",
            "recorder.toml:1:1: sources.b.typ: unknown key; did you mean type?",
            "recorder.toml:2:1: sources.a.type: missing; expected \"stream\", \"soundcard\" or"
                + " \"tone\"",
            "recorder.toml:2:14: sources.a.typ: unknown key; did you mean type?");
  }

  @Test
  void aFileThatCanNotBeReadIsAMistake(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("recorder.toml");
    assertThat(problems(ConfigFile.read(file, Printed.ENVIRONMENT)))
        .containsExactly(file + ":1:1: can not be read: no such file");
    assertThat(problems(ConfigFile.read(directory, Printed.ENVIRONMENT)))
        .containsExactly(directory + ":1:1: can not be read: it is a directory");
    Files.writeString(file, "#".repeat(ConfigFile.MAX_BYTES + 1));
    assertThat(problems(ConfigFile.read(file, Printed.ENVIRONMENT)))
        .containsExactly(file + ":1:1: can not be read: it is longer than 1048576 bytes");
    Files.write(file, new byte[] {'[', 'g', 'e', 'n', 'e', 'r', 'a', 'l', ']', '\n', '#', -1});
    assertThat(problems(ConfigFile.read(file, Printed.ENVIRONMENT)))
        .containsExactly(
            file + ":1:1: sources: missing; expected at least one [sources.NAME]",
            file + ":2:2: expected UTF-8, found the byte 0xFF");
  }

  @Test
  void aStreamHasItsUrlLoginFormatAndChains() {
    SourceConfig source =
        config(
                read(
                    "[sources.a]",
                    "type = \"stream\"",
                    "url = \"https://radio.example/live?x=1\"",
                    "username = \"me\"",
                    "password = \"hunter2\"",
                    "format = \"opus\"",
                    "chains = \"split\"",
                    "cue = true"))
            .sources()
            .get(0);
    assertThat(source.settings().spec())
        .isEqualTo(
            new StreamSpec(
                URI.create("https://radio.example/live?x=1"),
                Optional.of(new Credentials("me", Secret.of("hunter2"))),
                "opus"));
    assertThat(source.settings().chains()).isEqualTo(Chains.SPLIT);
    assertThat(source.settings().cue()).isTrue();
    assertThat(source.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "mp3", "aac", "ogg", "opus"})
  void everyFormatThatIsAcceptedCanBeRecorded(String format) throws IOException {
    String stream = "[sources.a]\ntype = \"stream\"\nurl = \"http://radio.example/\"\nformat = ";
    SourceConfig source = config(read(stream + '"' + format + '"')).sources().get(0);
    String accepted = ((StreamSpec) source.settings().spec()).format();
    assertThat(MediaFormats.framer(accepted, mock(), Optional.empty())).isNotNull();
  }

  @Test
  void emptyLoginsAreNone() {
    String[] lines = {
      "[sources.a]",
      "type = \"stream\"",
      "url = \"http://radio.example/\"",
      "username = \"\"",
      "password = \"\"",
      "password_file = \"\"",
      "password_env = \"\"",
    };
    assertThat(config(read(lines)).sources().get(0).settings().spec())
        .isEqualTo(StreamSpec.of("http://radio.example/"));
  }

  @Test
  void aSoundcardHasItsDeviceAndRoutes() {
    SourceConfig source =
        config(
                read(
                    "[sources.mic]",
                    "type = \"soundcard\"",
                    "device = \"hw:1,0\"",
                    "backend = \"alsa\"",
                    "sample_rate = 48000",
                    "channels = 4",
                    "bits = 24",
                    "fill_gaps = false",
                    "filename_pattern = \"%{route}_%F_%H\"",
                    "routes = {left = [1], rest = [2, 3, 4]}"))
            .sources()
            .get(0);
    assertThat(source.settings().spec())
        .isEqualTo(
            new SoundcardSpec(
                "hw:1,0",
                SoundcardSpec.Backend.ALSA,
                48_000,
                4,
                SampleFormat.S24LE,
                false,
                Map.of("left", List.of(1), "rest", List.of(2, 3, 4))));
  }

  @Test
  void aToneHasItsFrequencyAndLevel() {
    SourceConfig source =
        config(
                read(
                    "[sources.t]",
                    "type = \"tone\"",
                    "sample_rate = 8000",
                    "channels = 1",
                    "bits = 32",
                    "format = \"wav\"",
                    "frequency_hz = 997.5",
                    "level_dbfs = -6"))
            .sources()
            .get(0);
    assertThat(source.settings().spec())
        .isEqualTo(new ToneSpec(8000, 1, SampleFormat.S32LE, 997.5, -6));
  }

  @Test
  void theWebSectionIsRead() {
    String hash = PasswordHash.of("secret".toCharArray()).toString();
    ConfigResult result =
        read(
            "[sources.t]",
            "type = \"tone\"",
            "[web]",
            "host = \"0.0.0.0\"",
            "port = 8443",
            "threshold = 0.1",
            "username = \"me\"",
            "password_hash = \"" + hash + "\"",
            "read_only = true");
    assertThat(warnings(result)).isEmpty();
    WebSettings web = config(result).web();
    assertThat(web)
        .isEqualTo(
            new WebSettings(
                "0.0.0.0",
                8443,
                0.1,
                Optional.of(new WebSettings.Login("me", Secret.of(hash))),
                Optional.empty(),
                true));
    assertThat(web.isLoopback()).isFalse();
  }

  @Test
  void withoutAWebSectionOnlyThisMachineIsServed() {
    WebSettings web = config(read("[sources.t]", "type = \"tone\"")).web();
    assertThat(web).isEqualTo(WebSettings.DEFAULT);
    assertThat(web.isLoopback()).isTrue();
  }

  @Test
  void sourcesThatGiveTheSameNamesInOneDirectoryAreWarnedOf() {
    ConfigResult result =
        read(
            "[sources.a]",
            "type = \"tone\"",
            "[sources.b]",
            "type = \"tone\"",
            "output_directory = \"./x/../recordings\"",
            "filename_pattern = \"%Y%m%d_%H%M%S\"",
            "[sources.c]",
            "type = \"tone\"",
            "output_directory = \"elsewhere\"",
            "[sources.d]",
            "type = \"tone\"",
            "filename_pattern = \"%{source}_%Y%m%d_%H%M%S\"");
    assertThat(config(result).sources()).hasSize(4);
    assertThat(warnings(result))
        .containsExactly(
            "recorder.toml:6:20: sources.b.filename_pattern: warning: gives the same names in the"
                + " same directory as sources.a; with %{source} in it they would differ");
  }

  @ParameterizedTest(name = "{0} every {1} min: {2}")
  @CsvSource({
    "%Y%m%d_%H%M%S, 0.1, false",
    "%Y%m%d_%H%M, 0.5, true",
    "%Y%m%d_%H%M, 1, false",
    "%F_%H, 60, false",
    "%F_%H, 30, true",
    "%F, 1440, false",
    "%F, 720, true",
    "x, 1440, true",
  })
  void aPatternThatNamesTheNextFileAlikeIsWarnedOf(String pattern, String minutes, boolean warned) {
    ConfigResult result =
        read(
            "[sources.a]",
            "type = \"tone\"",
            "split_minutes = " + minutes,
            "filename_pattern = \"" + pattern + "\"");
    List<String> expected =
        List.of(
            "recorder.toml:4:20: sources.a.filename_pattern: warning: gives one file after the"
                + " other the same name; only -2, -3, … tell them apart");
    assertThat(warnings(result)).isEqualTo(warned ? expected : List.of());
  }

  @Test
  void aPatternWithoutTheRouteGetsItAtItsEnd() {
    ConfigResult result =
        read(
            "[sources.mic]",
            "type = \"soundcard\"",
            "filename_pattern = \"%F_%H\"",
            "routes = {left = [1], right = [2]}");
    assertThat(problems(result)).isEmpty();
    assertThat(warnings(result)).isEmpty();
    RecorderConfig config = ((ConfigResult.Valid) result).config();
    assertThat(config.sources().get(0).settings().names().text()).isEqualTo("%F_%H_%{route}");
  }

  @Test
  void aPatternThatIsTooLongWithTheRouteIsAMistake() {
    ConfigResult result =
        read(
            "[sources.mic]",
            "type = \"soundcard\"",
            "filename_pattern = \"%{source}_%{source}_%{source}_%F_%H\"",
            "routes = {left = [1]}");
    assertThat(problems(result))
        .singleElement()
        .asString()
        .contains("sources.mic.filename_pattern: with the route at its end: a name of up to ");
  }

  @Test
  void aPatternWithARouteThatIsNoneIsWarnedOf() {
    ConfigResult result =
        read(
            "[sources.mic]",
            "type = \"soundcard\"",
            "routes = {left = [1], right = [2]}",
            "[sources.t]",
            "type = \"tone\"",
            "filename_pattern = \"%{route}_%F_%H\"");
    assertThat(problems(result)).isEmpty();
    assertThat(warnings(result))
        .containsExactly(
            "recorder.toml:6:20: sources.t.filename_pattern: warning: %{route} becomes _, this"
                + " source has no routes");
  }
}
