package isr.library;

import static org.assertj.core.api.Assertions.assertThat;

import isr.library.LedgerEvent.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final String NAME = "2026-11-21.jsonl";

  @TempDir Path directory;

  private final List<String> grown = new ArrayList<>();

  @Test
  void aLineGoesToTheFileOfItsDayInUtc() throws IOException {
    Ledger ledger = ledger();

    ledger.append(new Note("a", OffsetDateTime.parse("2026-11-22T00:59:59+01:00"), "before"));
    ledger.append(new Note("a", OffsetDateTime.parse("2026-11-21T19:00:00-05:00"), "after"));

    assertThat(grown).containsExactly("2026-11-21.jsonl", "2026-11-22.jsonl");
    assertThat(events()).extracting(e -> ((Note) e).text()).containsExactly("before", "after");
  }

  @Test
  void whatAKilledProcessLeftDoesNotSwallowTheNextLine() throws IOException {
    Files.writeString(directory.resolve(NAME), "{\"type\":\"note\",\"sour");

    ledger().append(Events.note("next"));

    assertThat(Files.readAllLines(directory.resolve(NAME)))
        .hasSize(2)
        .first()
        .isEqualTo("{\"type\":\"note\",\"sour");
    assertThat(events()).containsExactly(Events.note("next"));
  }

  @Test
  void whatIsThereIsNeverChanged() throws IOException {
    Files.writeString(directory.resolve(NAME), "something else\n");

    ledger().append(Events.note("next"));

    assertThat(Files.readString(directory.resolve(NAME))).startsWith("something else\n{");
  }

  @Test
  void aDirectoryThatVanishesIsMadeAgain() throws IOException {
    Ledger ledger = new Ledger(directory.resolve("deep/er"), grown::add);
    ledger.append(Events.note("1"));
    Files.delete(directory.resolve("deep/er").resolve(NAME));
    Files.delete(directory.resolve("deep/er"));

    ledger.append(Events.note("2"));

    assertThat(directory.resolve("deep/er").resolve(NAME)).content().contains("\"2\"");
  }

  @Test
  void anInterruptedThreadWritesAndStaysInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    ledger().append(Events.note("still"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(events()).containsExactly(Events.note("still"));
  }

  @Test
  void whatCanNotBeWrittenIsKeptAndWrittenLaterInOrder() throws IOException {
    Ledger ledger = ledger();
    obstruct();
    ledger.append(Events.note("1"));
    ledger.append(Events.note("2"));
    assertThat(ledger.pendingLines()).isEqualTo(2);
    assertThat(grown).isEmpty();

    clear();
    ledger.append(Events.note("3"));

    assertThat(ledger.pendingLines()).isZero();
    assertThat(events()).containsExactly(Events.note("1"), Events.note("2"), Events.note("3"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskLosesNothing() throws IOException {
    Files.createSymbolicLink(directory.resolve(NAME), Path.of("/dev/full"));
    Ledger ledger = ledger();
    ledger.append(Events.note("1"));
    ledger.append(Events.note("2"));
    assertThat(ledger.pendingLines()).isEqualTo(2);

    Files.delete(directory.resolve(NAME));
    ledger.retry();

    assertThat(events()).containsExactly(Events.note("1"), Events.note("2"));
  }

  @Test
  void retryWritesWhatIsKept() throws IOException {
    Ledger ledger = ledger();
    obstruct();
    ledger.append(Events.note("1"));
    ledger.retry();
    assertThat(ledger.pendingLines()).isEqualTo(1);

    clear();
    ledger.retry();

    assertThat(events()).containsExactly(Events.note("1"));
    assertThat(grown).containsExactly(NAME);
  }

  @Test
  void tooManyLinesLoseTheLeastImportantFirstAndTheLedgerSaysHowMany() throws IOException {
    Ledger ledger = ledger();
    obstruct();
    for (int i = 0; i < Ledger.MAX_PENDING_LINES; i++) {
      ledger.append(Events.note("remark"));
    }
    assertThat(ledger.pendingLines()).isEqualTo(Ledger.MAX_PENDING_REMARKS);
    for (int i = 0; i < Ledger.MAX_PENDING_LINES; i++) {
      ledger.append(Events.closed("radio1", i + ".mp3", Events.NOON));
    }
    assertThat(ledger.pendingLines()).isEqualTo(Ledger.MAX_PENDING_LINES);

    clear();
    ledger.retry();

    List<LedgerEvent> events = events();
    long lost = Ledger.MAX_PENDING_LINES;
    assertThat(ledger.droppedLines()).isEqualTo(lost);
    assertThat(events).hasSize(Ledger.MAX_PENDING_LINES + 1);
    assertThat(events.subList(0, Ledger.MAX_PENDING_LINES))
        .allMatch(e -> e instanceof LedgerEvent.SegmentClosed);
    assertThat(((Note) events.get(events.size() - 1)).text()).startsWith(lost + " lines");
  }

  @Test
  void linesOfManyThreadsAllArriveWhole() throws Exception {
    Ledger ledger = new Ledger(directory, name -> {});
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      String source = "t" + t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  ledger.append(new Note(source, Events.NOON, Integer.toString(i)));
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(ledger.pendingLines()).isZero();
    List<LedgerEvent> events = events();
    assertThat(events).hasSize(1600).doesNotHaveDuplicates();
    for (int t = 0; t < 8; t++) {
      String source = "t" + t;
      assertThat(events.stream().filter(e -> e.source().equals(source)))
          .extracting(e -> Integer.valueOf(((Note) e).text()))
          .isSorted()
          .hasSize(200);
    }
  }

  @Test
  void forceIsHarmlessWithNothingWrittenOrTheFileGone() throws IOException {
    Ledger ledger = ledger();
    ledger.force();
    ledger.append(Events.note("1"));
    ledger.force();
    ledger.append(Events.note("2"));
    Files.delete(directory.resolve(NAME));
    ledger.force();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void textOfAllLanguagesIsUtf8() throws IOException {
    ledger().append(Events.note("Šárka – 東京 🎵"));

    assertThat(Files.readString(directory.resolve(NAME), StandardCharsets.UTF_8))
        .contains("Šárka – 東京 🎵");
  }

  private Ledger ledger() {
    return new Ledger(directory, grown::add);
  }

  /** A directory in the file's place: opening it for writing fails, for root as well. */
  private void obstruct() throws IOException {
    Files.createDirectory(directory.resolve(NAME));
    Files.writeString(directory.resolve(NAME).resolve("x"), "", StandardOpenOption.CREATE_NEW);
  }

  private void clear() throws IOException {
    Files.delete(directory.resolve(NAME).resolve("x"));
    Files.delete(directory.resolve(NAME));
  }

  private List<LedgerEvent> events() throws IOException {
    List<LedgerEvent> events = new ArrayList<>();
    new LedgerReader(directory).readAll(events::add);
    return events;
  }
}
