package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.library.Library;
import isr.library.SourceLock;
import isr.testing.Await;
import isr.testing.IsrProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources whose lock somebody else has when the recorder starts. */
class LockedSourceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  @Test
  void theOthersAreRecordedAndItIsTakenOver() throws IOException {
    Path recordings = directory.resolve("recordings");
    try (IsrProcess first = record("first", "one")) {
      Bars.awaitFiles(first, recordings, List.of("one"));
      try (IsrProcess second = record("second", "one", "two")) {
        Bars.awaitFiles(second, recordings, List.of("two"));
        String word = "one: source \"one\" is in use by another process (pid " + first.pid();
        Await.until("who has it", PATIENCE, () -> second.stderr().contains(word));
        List<String> known =
            Bars.files(recordings).stream().map(file -> file.getFileName().toString()).toList();
        assertThat(first.stop()).isZero();
        Bars.awaitFiles(second, recordings, List.of("one"), known.toArray(String[]::new));
        assertThat(second.stop()).as("%s", second).isZero();
      }
    }
    assertThat(LedgerLine.of(recordings, "two", "gap")).isEmpty();
  }

  @Test
  void theSameSourcesTwiceAreRefused() throws IOException {
    try (IsrProcess first = record("first", "one", "two")) {
      Bars.awaitFiles(first, directory.resolve("recordings"), List.of("one", "two"));
      try (IsrProcess second = record("second", "one", "two")) {
        assertThat(second.exitCode(PATIENCE)).hasValue(1);
        assertThat(second.stderr())
            .contains("not recorded: source", "in use by another process (pid " + first.pid());
      }
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void aRepairIsWaitedForEvenWhereNothingElseIsRecorded() throws IOException {
    Path recordings = directory.resolve("recordings");
    try (Library library = Library.open(recordings, Map.of())) {
      IsrProcess isr = startWhileRepairing(library);
      try (isr) {
        Bars.awaitFiles(isr, recordings, List.of("one"));
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
    }
    assertThat(LedgerLine.of(recordings, "one", "gap")).hasSize(1);
  }

  /** A recorder that has said that it waits for the end of a repair, which has come. */
  private IsrProcess startWhileRepairing(Library library) throws IOException {
    try (SourceLock repair = library.lockToRepair("one")) {
      IsrProcess isr = record("first", repair.source());
      Await.until("the word about it", PATIENCE, () -> isr.stderr().contains("to repair files"));
      return isr;
    }
  }

  private IsrProcess record(String place, String... sources) throws IOException {
    StringBuilder toml = new StringBuilder();
    for (String source : sources) {
      toml.append("[sources.%s]\ntype = \"tone\"\n".formatted(source));
      toml.append("filename_pattern = \"%s_%%H%%M%%S\"\n".formatted(source));
      toml.append("output_directory = \"%s\"\n".formatted(directory.resolve("recordings")));
    }
    return IsrProcess.record(Files.createDirectories(directory.resolve(place)), toml.toString());
  }
}
