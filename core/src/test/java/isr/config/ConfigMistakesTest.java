package isr.config;

import static isr.config.Printed.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes as they are printed, with line and column. */
class ConfigMistakesTest {
  private static final String TONE = "[sources.test]\ntype = \"tone\"";
  private static final String STREAM =
      "[sources.radio1]\ntype = \"stream\"\nurl = \"http://127.0.0.1:8000/live\"";

  @ParameterizedTest(name = "general.{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "split_minutes = 0.09       | 17 | expected a number from 0.1 to 1440, found 0.09",
        "split_minutes = 1441       | 17 | expected a number from 0.1 to 1440, found 1441",
        "split_minutes = nan        | 17 | expected a number from 0.1 to 1440, found nan",
        "split_minutes = -inf       | 17 | expected a number from 0.1 to 1440, found -inf",
        "split_minutes = \"60\"     | 17 | expected a number from 0.1 to 1440,"
            + " found the string \"60\"",
        "split_minutes = [60]       | 17 | expected a number from 0.1 to 1440, found an array",
        "split_minutes = {m = 1}    | 17 | expected a number from 0.1 to 1440, found a table",
        "split_minutes = 01:00:00   | 17 | expected a number from 0.1 to 1440,"
            + " found a date or time",
        "max_retries = -1           | 15 | expected an integer from 0 to 1000000, found -1",
        "max_retries = 2.5          | 15 | expected an integer from 0 to 1000000, found 2.5",
        "max_retries = true         | 15 | expected an integer from 0 to 1000000, found true",
        "max_retries = 99999999999  | 15 | expected an integer from 0 to 1000000,"
            + " found 99999999999",
        "retry_delay_seconds = 0    | 23 | expected a number from 0.1 to 3600, found 0",
        "stall_seconds = 0.5        | 17 | expected a number from 1 to 3600, found 0.5",
        "sync_seconds = 3601        | 16 | expected a number from 1 to 3600, found 3601",
        "log_level = \"info\"       | 13 | expected \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\""
            + " or \"CRITICAL\", found the string \"info\"; did you mean \"INFO\"?",
        "log_level = 3              | 13 | expected a string, found 3",
        "log_file = 7               | 12 | expected a string, found 7",
        "log_file = \"~/x.log\"     | 12 | ~ is not replaced here; expected the whole path",
        "log_file = \"/\"             | 12 | expected a file, found a directory",
        "log_file_max_mb = 0        | 19 | expected a number from 0.1 to 10000, found 0",
        "log_file_count = 21        | 18 | expected an integer from 1 to 20, found 21",
        "output_directory = \"\"    | 20 | expected a directory, found an empty string",
        "output_directory = \"pom.xml\" | 20 | expected a directory, found a file",
        "output_directory = \"~\"   | 20 | ~ is not replaced here; expected the whole path",
        "output_directory = \"a\\u0000b\" | 20 | not a path on this system (Nul character not"
            + " allowed); for letters beyond ASCII start with LC_ALL=C.UTF-8",
        "time_zone = \"Europe/Berln\" | 13 | expected a time zone such as \"Europe/Berlin\","
            + " found the string \"Europe/Berln\"; did you mean \"Europe/Berlin\"?",
        "time_zone = \"\"           | 13 | expected a time zone such as \"Europe/Berlin\","
            + " found the string \"\"",
        "filename_pattern = \"%Q\"  | 20 | unknown code %Q (known: %Y %y %m %d %F %H %I %p %M %S"
            + " %f %j %V %G %u %a %A %b %B %z %s %{source} %{route} %%) at character 1",
        "filename_pattern = \"/a\"  | 20 | an absolute path at character 1",
        "filename_pattern = \"%Y/../../a\" | 20 | a way out of the output directory (..) at"
            + " character 4",
        "filename_pattern = 'a\\..\\b' | 20 | a backslash (directories are separated by /) at"
            + " character 2",
        "filename_pattern = \"a\\u0000\" | 20 | the invisible character U+0000 at character 2",
      })
  void aWrongValueOfAnyGeneralKeyIsTold(String line, int column, String message) {
    String key = line.substring(0, line.indexOf(' '));
    assertThat(problems("[general]", line, TONE))
        .containsExactly("recorder.toml:2:" + column + ": general." + key + ": " + message);
    assertThat(problems(TONE, line))
        .containsExactly("recorder.toml:3:" + column + ": sources.test." + key + ": " + message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "retry_delay_second = 5   | unknown key; did you mean retry_delay_seconds?",
        "retry_delay = 5          | unknown key; did you mean retry_delay_seconds?",
        "SPLIT_MINUTES = 5        | unknown key; did you mean split_minutes?",
        "split-minuets = 5        | unknown key; did you mean split_minutes?",
        "retries = 5              | unknown key; did you mean max_retries?",
        "passwrod = \"hunter2\"   | unknown key; did you mean password?",
        "device = \"hw:0\"        | not a key of type stream, but of soundcard",
        "bits = 16                | not a key of type stream, but of soundcard and tone",
        "xyzzy = 1                | unknown key; known here: type, url, username, password,"
            + " password_file, password_env, format, chains, cue, output_directory,"
            + " filename_pattern, split_minutes, time_zone, max_retries, retry_delay_seconds,"
            + " stall_seconds, sync_seconds, log_level, log_file, log_file_max_mb, log_file_count",
      })
  void anUnknownKeyIsToldWithTheNearestKnownOne(String line, String message) {
    String key = line.substring(0, line.indexOf(' '));
    assertThat(problems(STREAM, "  " + line))
        .containsExactly("recorder.toml:4:3: sources.radio1." + key + ": " + message);
  }

  @Test
  void anUnknownKeyIsToldWithItsWholePathAndOddNamesInQuotes() {
    assertThat(problems(TONE, "a.b = 1", "\"x y\" = 1", "\"\\u001b[2J\" = 1"))
        .extracting(line -> line.replaceAll("; known here.*", ""))
        .containsExactly(
            "recorder.toml:3:1: sources.test.a: unknown key",
            "recorder.toml:4:1: sources.test.\"x y\": unknown key",
            "recorder.toml:5:1: sources.test.\"\\u001b[2J\": unknown key");
  }

  @Test
  void whatIsInTheWrongSectionIsToldWhereItBelongs() {
    assertThat(
            problems(
                "split_minutes = 5",
                "url = \"http://127.0.0.1/\"",
                "foo = 1",
                "[souces.a]",
                "[radio2]",
                "type = \"tone\"",
                "[general]",
                "url = \"http://127.0.0.1/\"",
                "spilt_minutes = 5",
                TONE))
        .containsExactly(
            "recorder.toml:1:1: split_minutes: not inside a section; expected in [general]",
            "recorder.toml:2:1: url: not inside a section; expected in a [sources.NAME]",
            "recorder.toml:3:1: foo: unknown key; known here: general, sources, web",
            "recorder.toml:4:1: souces: unknown section; did you mean sources?",
            "recorder.toml:5:1: radio2: unknown section; did you mean [sources.radio2]?",
            "recorder.toml:8:1: general.url: not a key of [general]; expected in a [sources.NAME]",
            "recorder.toml:9:1: general.spilt_minutes: unknown key; did you mean split_minutes?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "[general]", "[sources]", "[general]\n[web]"})
  void noSourceAtAllIsAMistake(String text) {
    assertThat(problems(text))
        .containsExactly(
            "recorder.toml:1:1: sources: missing; expected at least one [sources.NAME]");
  }

  @Test
  void sectionsThatAreNoTablesAreTold() {
    assertThat(problems("general = 1", "sources = 2", "web = \"x\""))
        .containsExactly(
            "recorder.toml:1:11: general: expected a table, found 1",
            "recorder.toml:2:11: sources: expected a table, found 2",
            "recorder.toml:3:7: web: expected a table, found the string \"x\"");
    assertThat(problems("[sources]", "a = \"http://127.0.0.1/\"", "[[sources.b]]"))
        .containsExactly(
            "recorder.toml:2:5: sources.a: expected a table, found the string"
                + " \"http://127.0.0.1/\"",
            "recorder.toml:3:1: sources.b: expected a table, found an array");
  }

  @Test
  void aSourceNeedsATypeAndAStreamAUrl() {
    assertThat(
            problems(
                "[sources.a]",
                "[sources.b]",
                "type = \"strem\"",
                "",
                "[sources.c]",
                "type = \"stream\""))
        .containsExactly(
            "recorder.toml:1:1: sources.a.type: missing; expected \"stream\", \"soundcard\" or"
                + " \"tone\"",
            "recorder.toml:3:8: sources.b.type: expected \"stream\", \"soundcard\" or \"tone\","
                + " found the string \"strem\"; did you mean \"stream\"?",
            "recorder.toml:5:1: sources.c.url: missing; expected a URL such as"
                + " \"http://icecast.example.com:8000/live\"");
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(strings = {"a b", "-a", ".a", "_a", "a/b", "ä", "", "..", "a\\\\b", "a\\u0000"})
  void aSourceNameThatIsUnsafeInFileNamesIsTold(String name) {
    assertThat(problems("[sources.\"" + name + "\"]", "type = \"tone\""))
        .singleElement()
        .asString()
        .startsWith("recorder.toml:1:1: sources.")
        .endsWith(
            ": expected a name of letters a to z, digits, dot, _ and -,"
                + " beginning with a letter or digit");
  }

  @Test
  void aSourceNameIsAtMost64CharactersLong() {
    String name = "x".repeat(64);
    assertThat(problems("[sources." + name + "]", "type = \"tone\"")).isEmpty();
    assertThat(problems("[sources." + name + "x]", "type = \"tone\""))
        .containsExactly(
            "recorder.toml:1:1: sources."
                + name
                + "x: expected a name of at most 64 characters, found 65");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "format = \"mp4\"  | 10 | expected \"auto\", \"mp3\", \"aac\", \"ogg\", \"opus\" or"
            + " \"flac\", found the string \"mp4\"; did you mean \"mp3\"?",
        "chains = \"Split\" | 10 | expected \"keep\" or \"split\", found the string \"Split\";"
            + " did you mean \"split\"?",
        "cue = 1           | 7 | expected true or false, found 1",
        "username = 1      | 12 | expected a string, found 1",
        "username = \"a:b\" | 12 | expected one without colons and control characters",
      })
  void aWrongValueOfAStreamIsTold(String line, int column, String message) {
    String key = line.substring(0, line.indexOf(' '));
    assertThat(problems(STREAM, line))
        .containsExactly("recorder.toml:4:" + column + ": sources.radio1." + key + ": " + message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"ftp://x/\"        | expected http://host[:port]/path or https://…, found \"ftp://x/\"",
        "\"radio.example\"   | expected http://host[:port]/path or https://…,"
            + " found \"radio.example\"",
        "\"http://x:70000/\" | expected a port from 1 to 65535, found 70000",
        "\"http://x:0/\"     | expected a port from 1 to 65535, found 0",
        "\"http://x/a b\"    | not a URL, illegal character in path: \"http://x/a b\"",
        "\"\"                | expected http://host[:port]/path or https://…, found \"\"",
        "5                   | expected a string, found 5",
      })
  void aUrlThatIsNoneIsTold(String url, String message) {
    assertThat(problems("[sources.a]", "type = \"stream\"", "url = " + url))
        .containsExactly("recorder.toml:3:7: sources.a.url: " + message);
  }

  @Test
  void everyWrongValueOfASoundcardIsTold() {
    assertThat(
            problems(
                "[sources.mic]",
                "type = \"soundcard\"",
                "device = \" \"",
                "backend = \"pulse\"",
                "sample_rate = 7999",
                "channels = 65",
                "format = \"flc\"",
                "bits = 20",
                "fill_gaps = \"yes\"",
                "[sources.mic.routes]",
                "left = [1, 3, \"x\"]",
                "\"a b\" = []",
                "right = 2"))
        .containsExactly(
            "recorder.toml:3:10: sources.mic.device: expected the name of a device, found an empty"
                + " string",
            "recorder.toml:4:11: sources.mic.backend: expected \"auto\", \"alsa\" or"
                + " \"javasound\", found the string \"pulse\"",
            "recorder.toml:5:15: sources.mic.sample_rate: expected an integer from 8000 to 384000,"
                + " found 7999",
            "recorder.toml:6:12: sources.mic.channels: expected an integer from 1 to 64, found 65",
            "recorder.toml:7:10: sources.mic.format: expected \"wav\" or \"flac\", found the string"
                + " \"flc\"; did you mean \"flac\"?",
            "recorder.toml:8:8: sources.mic.bits: expected 16, 24 or 32, found 20",
            "recorder.toml:9:13: sources.mic.fill_gaps: expected true or false, found the string"
                + " \"yes\"",
            "recorder.toml:11:12: sources.mic.routes.left: expected an integer from 1 to 2,"
                + " found 3",
            "recorder.toml:11:15: sources.mic.routes.left: expected an integer from 1 to 2, found"
                + " the string \"x\"",
            "recorder.toml:12:1: sources.mic.routes.\"a b\": expected a name of letters a to z,"
                + " digits, dot, _ and -, beginning with a letter or digit",
            "recorder.toml:12:9: sources.mic.routes.\"a b\": expected at least one channel, found"
                + " an empty array",
            "recorder.toml:13:9: sources.mic.routes.right: expected an array of integers from 1 to"
                + " 2, found 2");
  }

  @Test
  void whatAFlacFileCanNotHoldIsTold() {
    assertThat(
            problems(
                "[sources.mic]",
                "type = \"soundcard\"",
                "format = \"flac\"",
                "bits = 32",
                "channels = 10",
                "compression = 9",
                "[sources.test]",
                "type = \"tone\"",
                "format = \"flac\"",
                "bits = 32",
                "compression = \"bset\""))
        .containsExactly(
            "recorder.toml:4:8: sources.mic.bits: expected 16 or 24 with format = \"flac\", found"
                + " 32; \"wav\" takes them",
            "recorder.toml:5:12: sources.mic.channels: expected at most 8 in a file with format ="
                + " \"flac\", found 10; \"wav\" takes them",
            "recorder.toml:6:15: sources.mic.compression: expected an integer from 0 to 8,"
                + " \"fast\", \"default\" or \"best\", found 9",
            "recorder.toml:10:8: sources.test.bits: expected 16 or 24 with format = \"flac\", found"
                + " 32; \"wav\" takes them",
            "recorder.toml:11:15: sources.test.compression: expected an integer from 0 to 8,"
                + " \"fast\", \"default\" or \"best\", found the string \"bset\"");
  }

  @Test
  void aFlacFileHoldsWhatARouteHas() {
    String[] card = {"[sources.mic]", "type = \"soundcard\"", "format = \"flac\"", "channels = 10"};
    String[] routes = {"[sources.mic.routes]", "a = [1, 2, 3, 4, 5, 6, 7, 8]", "b = [9, 10]"};
    assertThat(problems(Stream.of(card, routes).flatMap(Stream::of).toArray(String[]::new)))
        .isEmpty();
  }

  @Test
  void everyWrongValueOfAToneIsTold() {
    assertThat(
            problems(
                TONE,
                "sample_rate = 192001",
                "channels = 9",
                "bits = 8",
                "format = \"mp3\"",
                "frequency_hz = 30000",
                "level_dbfs = 1"))
        .containsExactly(
            "recorder.toml:3:15: sources.test.sample_rate: expected an integer from 8000 to 192000,"
                + " found 192001",
            "recorder.toml:4:12: sources.test.channels: expected an integer from 1 to 8, found 9",
            "recorder.toml:5:8: sources.test.bits: expected 16, 24 or 32, found 8",
            "recorder.toml:6:10: sources.test.format: expected \"wav\" or \"flac\", found the"
                + " string \"mp3\"",
            "recorder.toml:7:16: sources.test.frequency_hz: expected a number from 0 to 22050,"
                + " found 30000",
            "recorder.toml:8:14: sources.test.level_dbfs: expected a number from -144 to 0,"
                + " found 1");
  }

  @Test
  void everyWrongValueOfTheWebSectionIsTold() {
    assertThat(
            problems(
                "[web]",
                "host = \"0.0.0.0\"",
                "port = 65536",
                "threshold = 1.5",
                "read_only = 0",
                "tls_key = \"key.pem\"",
                "prot = 1",
                TONE))
        .containsExactly(
            "recorder.toml:1:1: web.tls_certificate: missing; expected one, because tls_key is"
                + " set",
            "recorder.toml:2:8: web.host: expected username and password_hash for any host but"
                + " 127.0.0.1",
            "recorder.toml:3:8: web.port: expected an integer from 1 to 65535, found 65536",
            "recorder.toml:4:13: web.threshold: expected a number from 0 to 1, found 1.5",
            "recorder.toml:5:13: web.read_only: expected true or false, found 0",
            "recorder.toml:6:11: web.tls_key: there is no file that can be read",
            "recorder.toml:7:1: web.prot: unknown key; did you mean port?");
  }

  @Test
  void aLoginThatCanNotBeUsedIsTold() {
    assertThat(
            problems(
                "[web]",
                "username = \"a:b\"",
                "password_hash = \"secret\"",
                "tls_certificate = \"/nowhere/c.pem\"",
                "tls_key = \"/nowhere/k.pem\"",
                TONE))
        .containsExactly(
            "recorder.toml:2:12: web.username: expected one without a colon",
            "recorder.toml:3:17: web.password_hash: expected what isr web password prints",
            "recorder.toml:4:19: web.tls_certificate: there is no file that can be read",
            "recorder.toml:5:11: web.tls_key: there is no file that can be read");
    assertThat(problems("[web]", "username = \"me\"", TONE))
        .containsExactly(
            "recorder.toml:1:1: web.password_hash: missing; expected one, because username is set");
  }

  @Test
  void mistakesOfAllKindsAreToldAtOnceInTheOrderOfTheFile() {
    assertThat(
            problems(
                "[sources.a]",
                "type = \"stream\"",
                "url = \"http://127.0.0.1",
                "split_minutes = 0",
                "[general]",
                "log_level = 1",
                "log_level = 2"))
        .containsExactly(
            "recorder.toml:3:24: Unexpected end of line, expected \" or a character",
            "recorder.toml:4:17: sources.a.split_minutes: expected a number from 0.1 to 1440,"
                + " found 0",
            "recorder.toml:6:13: general.log_level: expected a string, found 1",
            "recorder.toml:7:1: general.log_level: set twice; first in line 6");
  }
}
