package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnalyzeCommandTest {
  @TempDir Path directory;

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new AnalyzeCommand())
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void theRecordingIsNeverOverwritten() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), new byte[] {1, 2, 3});
    Path link = Files.createSymbolicLink(directory.resolve("a.dat"), file);
    for (Path out : new Path[] {file, link}) {
      assertThat(run(file.toString(), "--dat", out.toString())).isEqualTo(ExitCode.FAILED);
      assertThat(err.toString()).contains("--dat would overwrite the recording itself");
      assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
      err.getBuffer().setLength(0);
    }
  }
}
