package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.library.LedgerEvent.Note;
import isr.library.Library;
import isr.library.LibraryHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryEndTest {
  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-21T12:00:00Z");

  @TempDir Path directory;

  @Test
  void linesThatWaitAndLinesThatWereDroppedAreLost() {
    assertThat(LibraryEnd.lostLines(new LibraryHealth(2, 0, 0, false))).isEqualTo(2);
    assertThat(LibraryEnd.lostLines(new LibraryHealth(0, 3, 0, false))).isEqualTo(3);
    assertThat(LibraryEnd.lostLines(new LibraryHealth(2, 3, 0, false))).isEqualTo(5);
  }

  @Test
  void anIndexThatIsBehindLosesNoLine() {
    assertThat(LibraryEnd.lostLines(new LibraryHealth(0, 0, 7, true))).isZero();
  }

  @Test
  void tellsWhetherTheLedgerTookAll() throws IOException, InterruptedException {
    assertThat(LibraryEnd.close(List.of(noted()))).isTrue();
    Files.delete(directory.resolve(".isr/ledger/2026-11-21.jsonl"));
    Files.createDirectories(directory.resolve(".isr/ledger/2026-11-21.jsonl"));
    assertThat(LibraryEnd.close(List.of(noted()))).isFalse();
  }

  private Library noted() throws IOException, InterruptedException {
    Library library = Library.open(directory, Map.of());
    library.record(new Note("radio", NOON, "a note"));
    return library;
  }
}
