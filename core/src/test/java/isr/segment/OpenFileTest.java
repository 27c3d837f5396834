package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isr.testing.Await;
import isr.testing.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path directory;

  @BeforeEach
  void needsProc() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fdinfo")), "needs /proc");
  }

  @Test
  void namesAProgramThatWrites() throws Exception {
    Path file = Files.createFile(directory.resolve("a b.wav"));
    try (ChildProcess writer = shell("exec 3>>\"$0\"; read x", file)) {
      Await.until("the writer", PATIENCE, () -> OpenFile.writer(file).isPresent());
      assertThat(OpenFile.writer(file)).hasValue("process " + writer.pid() + " (sh)");
      Path link = Files.createSymbolicLink(directory.resolve("link"), file);
      assertThat(OpenFile.writer(link)).isPresent();
      assertThat(OpenFile.writer(Files.createFile(directory.resolve("other")))).isEmpty();
    }
    assertThat(OpenFile.writer(file)).isEmpty();
  }

  @Test
  void aProgramThatReadsIsNoWriter() throws Exception {
    Path file = Files.createFile(directory.resolve("a.wav"));
    try (ChildProcess reader = shell("exec 3<\"$0\"; echo ready; read x", file)) {
      Await.until("the reader", PATIENCE, () -> reader.stdout().contains("ready"));
      assertThat(OpenFile.writer(file)).isEmpty();
    }
  }

  @Test
  void aFileThatIsNotThereHasNoWriter() {
    assertThat(OpenFile.writer(directory.resolve("nowhere"))).isEmpty();
  }

  private static ChildProcess shell(String script, Path file) {
    return ChildProcess.start("sh", "-c", script, file.toString());
  }
}
