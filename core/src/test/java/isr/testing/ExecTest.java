package isr.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecTest {
  @Test
  void collectsBothStreamsAndTheExitCode() {
    Exec.Result result = Exec.command("sh", "-c", "echo out; echo err >&2; exit 3").run();
    assertThat(result.stdout()).isEqualTo("out\n");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThatThrownBy(result::orFail).hasMessageContaining("exit code 3");
  }

  @Test
  void feedsMoreInputThanAPipeHolds() {
    byte[] input = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    assertThat(Exec.command("cat").input(input).run().orFail().stdoutBytes()).isEqualTo(input);
  }

  @Test
  void aProgramThatIgnoresItsInputIsNoFailure() {
    assertThat(Exec.command("true").input(new byte[1_000_000]).run().exitCode()).isZero();
  }

  @Test
  void runsInADirectoryWithAnEnvironment(@TempDir Path directory) {
    Exec.Result result =
        Exec.command("sh", "-c", "pwd; echo $WORD").in(directory).with(Map.of("WORD", "a")).run();
    assertThat(result.stdout()).isEqualTo(directory + "\na\n");
  }

  @Test
  void killsWhatRunsTooLongAndShowsWhatItPrinted() {
    Exec exec = Exec.command("sh", "-c", "echo begun; sleep 60; true");
    assertThatThrownBy(() -> exec.timeout(Duration.ofMillis(300)).run())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("still running after PT0.3S")
        .hasMessageContaining("begun");
  }
}
