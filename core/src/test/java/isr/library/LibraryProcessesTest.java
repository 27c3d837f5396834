package isr.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.library.LedgerEvent.Note;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes at one output directory, one of which is killed. */
@Timeout(120)
class LibraryProcessesTest {
  private static final int NOTES = 1000;

  @TempDir Path root;

  private Process other;

  @AfterEach
  void end() throws InterruptedException {
    if (other != null) {
      other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void twoProcessesShareADirectoryAndNeitherHarmsTheOther() throws Exception {
    try (Library library = Library.open(root, Map.of())) {
      BufferedReader output = startOther();
      assertThat(output.readLine()).isEqualTo("locked");

      // It records radio2, and stays in the way as long as it lives.
      for (int tries = 0; tries < 3; tries++) {
        assertThatThrownBy(() -> library.lock("radio2"))
            .isInstanceOf(LockHeldException.class)
            .hasMessageContaining("another process (pid " + other.pid())
            .matches(e -> ((LockHeldException) e).isRecording());
        assertThatThrownBy(() -> library.lock("radio3"))
            .hasMessageContaining("another process (pid " + other.pid())
            .matches(e -> !((LockHeldException) e).isRecording());
      }
      writeNotes(library, "radio1");
      assertThat(output.readLine()).isEqualTo("written");

      assertThat(library.settle(Duration.ofSeconds(30))).isTrue();
      List<LedgerEvent> notes = events();
      assertThat(notes).filteredOn(e -> e.source().equals("radio1")).hasSize(NOTES);
      assertThat(notes)
          .filteredOn(e -> e.source().equals("radio2") && e instanceof Note)
          .hasSize(NOTES);
      assertThat(library.catalogue().counts().brokenLines()).isZero();
      assertThat(library.catalogue().sources()).containsExactly("radio2");
      assertThat(library.unclosed()).isEmpty();

      other.destroyForcibly().waitFor();

      assertThat(library.unclosed()).extracting(UnclosedSegment::path).containsExactly("left.mp3");
      library.lock("radio2").close();
    }
  }

  private BufferedReader startOther() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    other =
        new ProcessBuilder(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return other.inputReader();
  }

  private static void writeNotes(Library library, String source) {
    for (int i = 0; i < NOTES; i++) {
      library.record(new Note(source, Events.NOON, "note " + i));
    }
  }

  private List<LedgerEvent> events() throws IOException {
    List<LedgerEvent> events = new ArrayList<>();
    new LedgerReader(root.resolve(".isr/ledger")).readAll(events::add);
    return events;
  }

  /** The other process: records radio2 and repairs radio3 until it is killed. */
  static final class Other {
    private Other() {}

    @SuppressWarnings("SystemOut") // speaks to the test through a pipe
    public static void main(String[] arguments) throws Exception {
      Path root = Path.of(arguments[0]);
      Library library = Library.open(root, Map.of());
      SourceLock lock = library.lock("radio2");
      library.lockToRepair("radio3");
      System.out.println("locked");
      Files.createFile(root.resolve("left.mp3"));
      library.record(Events.opened(lock.source(), "left.mp3", Events.NOON));
      writeNotes(library, "radio2");
      System.out.println(library.health().good() ? "written" : "failed");
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
