package isr.config;

import static isr.config.Printed.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of text that is no TOML. */
class ConfigSyntaxTest {
  @Test
  void everySyntaxErrorIsTold() {
    assertThat(
            problems(
                "[general",
                "split_minutes = ",
                "time_zone = \"UTC",
                "max_retries 5",
                "sync_seconds = 99999999999999999999",
                "[sources.a]",
                "type = tone"))
        .containsExactly(
            "recorder.toml:1:9: Unexpected end of line, expected ]",
            "recorder.toml:2:17: Unexpected end of line, expected a value",
            "recorder.toml:3:17: Unexpected end of line, expected \" or a character",
            "recorder.toml:4:13: Unexpected '5', expected . or =",
            "recorder.toml:5:16: Integer is too large",
            "recorder.toml:7:8: Unexpected 't', expected a value (text stands in quotes)");
  }

  @Test
  void whatMayStandInASkippedLineIsNotCalledMissing() {
    assertThat(problems("[sources.a]", "type == \"stream\"", "url = http://127.0.0.1/"))
        .containsExactly(
            "recorder.toml:2:7: Unexpected '=', expected a value",
            "recorder.toml:3:7: Unexpected 'h', expected a value (text stands in quotes)");
    assertThat(problems("[sources.a", "type = \"tone\""))
        .containsExactly("recorder.toml:1:11: Unexpected end of line, expected ]");
  }

  @Test
  void whatIsSetTwiceIsToldWithItsWholePathAndItsFirstLine() {
    assertThat(
            problems(
                "[general]",
                "split_minutes = 5",
                "split_minutes = 6",
                "[sources.a]",
                "type = \"tone\"",
                "[general]",
                "[sources.a]",
                "type = \"tone\""))
        .containsExactly(
            "recorder.toml:3:1: general.split_minutes: set twice; first in line 2",
            "recorder.toml:6:1: general: set twice; first in line 1",
            "recorder.toml:7:1: sources.a: set twice; first in line 4",
            "recorder.toml:8:1: sources.a.type: set twice; first in line 5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password = hunter2",
        "password = \"a\" hunter2",
        "password hunter2",
        "password = \"hunter2",
        "password = \"hunt\\hunter2\"",
        "password = 'a' 'hunter2'",
        "Passwort: hunter2",
        "password = \"\"\"\na\"\"\" hunter2",
        "password = \"\"\"a\nb\"\"\" hunter2\"\"\"",
        "password = '''\nhunter2",
        "password_file = hunter2",
        "password_env hunter2",
        "url = \"http://me:x@127.0.0.1/\" hunter2",
        "url = http://me:hunter2@127.0.0.1/",
        "username = \"a\"\npassword = 5\npassword = hunter2",
        "password = hunter2\u0007",
      })
  void noSyntaxErrorRepeatsAPassword(String lines) {
    assertThat(problems("[sources.a]", "type = \"stream\"", lines))
        .isNotEmpty()
        .noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreAccepted() {
    byte[] text = "\uFEFF[sources.a]\r\ntype = \"tone\"\r\n".getBytes(StandardCharsets.UTF_8);
    Problems problems = new Problems(Path.of("recorder.toml"));
    assertThat(problems(ConfigText.decode(text, problems))).isEmpty();
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void aByteThatIsNoUtf8IsToldWithItsPosition() {
    byte[] latin1 = "# abc\n# f\u00fcr\n".getBytes(StandardCharsets.ISO_8859_1);
    Problems problems = new Problems(Path.of("recorder.toml"));
    String text = ConfigText.decode(latin1, problems);
    assertThat(text).isEqualTo("# abc\n# f\uFFFDr\n");
    assertThat(problems.problems())
        .extracting(ConfigProblem::toString)
        .containsExactly("recorder.toml:2:4: expected UTF-8, found the byte 0xFC");
  }

  @Test
  void deepNestingAndManyErrorsAreReadInBoundedTime() {
    assertThat(problems("x = " + "[".repeat(20_000))).hasSize(1);
    assertThat(problems("x = " + "{a=".repeat(10_000))).hasSize(1);
    assertThat(problems("= 1\n".repeat(2_000))).hasSizeGreaterThanOrEqualTo(2_000);
    assertThat(problems("a = 1\n".repeat(2_000))).hasSizeGreaterThanOrEqualTo(1_999);
  }
}
