package isr.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.library.LedgerEvent.SegmentRepaired;
import isr.library.RecordedSegment.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryTest {
  private static final Map<String, String> FORMATS = Map.of("mp3", "mp3");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void whatIsRecordedIsInTheCatalogueAndNothingIsWrittenOutside() throws Exception {
    Path root = temp.resolve("made/when/needed");
    try (Library library = Library.open(root, FORMATS)) {
      library.record(Events.opened("radio1", "x.mp3", Events.NOON));
      library.point(new IndexPoint("x.mp3", 0, 417));
      assertThat(library.settle(PATIENCE)).isTrue();

      assertThat(library.catalogue().segments(SegmentQuery.ALL)).hasSize(1);
      assertThat(library.catalogue().counts().points()).isEqualTo(1);
      assertThat(library.health().good()).isTrue();
    }
    try (Stream<Path> entries = Files.list(root)) {
      assertThat(entries).containsExactly(root.resolve(".isr"));
    }
  }

  @Test
  void closingLeavesOneFileWithoutAWal() throws Exception {
    try (Library library = Library.open(temp, FORMATS)) {
      library.record(Events.opened("radio1", "x.mp3", Events.NOON));
    }
    assertThat(temp.resolve(".isr/catalog.db")).isNotEmptyFile();
    assertThat(temp.resolve(".isr/catalog.db-wal")).doesNotExist();
    Library second = Library.open(temp, FORMATS);
    assertThat(second.catalogue().counts().open()).isEqualTo(1);
    second.close();
    second.close();
  }

  @Test
  void aDirectoryThatCanNotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> Library.open(file, FORMATS))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "output directory " + file + " can not be written: " + file + "/.isr: Not a directory");
  }

  @Test
  void pathsAreRelativeAndInside() throws Exception {
    try (Library library = Library.open(temp, FORMATS)) {
      assertThat(library.pathOf(temp.resolve("a/b.mp3"))).isEqualTo("a/b.mp3");
      assertThatThrownBy(() -> library.pathOf(temp.resolveSibling("b.mp3")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sound", "deleted", "corrupt"})
  void whatAKilledRecorderLeftIsFoundWhateverBecameOfTheCatalogue(String catalogue)
      throws Exception {
    crash();
    switch (catalogue) {
      case "deleted" -> Files.delete(temp.resolve(".isr/catalog.db"));
      case "corrupt" -> Files.write(temp.resolve(".isr/catalog.db"), new byte[5000]);
      default -> {}
    }
    try (Library library = Library.open(temp, FORMATS)) {
      List<UnclosedSegment> unclosed = library.unclosed();

      assertThat(unclosed)
          .containsExactly(
              new UnclosedSegment(
                  "radio1",
                  "left.mp3",
                  temp.resolve("left.mp3"),
                  "mp3",
                  Events.NOON.minusDays(90)));
    }
  }

  @Test
  void recoveryHoldsTheLockRepairsOnceAndTellsTheLedger() throws Exception {
    crash();
    List<UnclosedSegment> repaired = new ArrayList<>();
    try (Library library = Library.open(temp, FORMATS)) {
      int count =
          library.recover(
              segment -> {
                assertThatThrownBy(() -> library.lock("radio1"))
                    .isInstanceOf(LockHeldException.class);
                repaired.add(segment);
                return repaired(segment);
              });
      assertThat(count).isEqualTo(1);
      assertThat(library.unclosed()).isEmpty();
      assertThat(library.catalogue().segments(SegmentQuery.ALL.ended(State.REPAIRED))).hasSize(1);
      library.lock("radio1").close();
    }
    try (Library library = Library.open(temp, FORMATS)) {
      assertThat(library.recover(LibraryTest::repaired)).isZero();
    }
    assertThat(repaired).hasSize(1);
  }

  @Test
  void whatCanNotBeRepairedStaysUnclosedAndHindersNothing() throws Exception {
    crash();
    try (Library library = Library.open(temp, FORMATS)) {
      Files.createFile(temp.resolve("second.mp3"));
      library.record(Events.opened("radio2", "second.mp3", Events.NOON));
      // radio2's segment is one that this process writes: not to be touched.
      int count =
          library.recover(
              segment -> {
                throw new IOException("broken beyond repair");
              });
      assertThat(count).isZero();
      assertThat(library.unclosed()).extracting(UnclosedSegment::path).containsExactly("left.mp3");
    }
  }

  @Test
  void aSegmentThatTookTheNameOfAnUnclosedOneIsNotTouched() throws Exception {
    crash();
    Files.createFile(temp.resolve("vanished.mp3")); // there when looked for
    List<String> repaired = new ArrayList<>();
    try (Library library = Library.open(temp, FORMATS)) {
      library.recover(
          segment -> {
            repaired.add(segment.path());
            library.record(Events.opened("radio1", "vanished.mp3", Events.NOON.plusDays(1)));
            return repaired(segment);
          });
    }
    assertThat(repaired).containsExactly("left.mp3");
  }

  @Test
  void whatALivingRecorderHoldsIsLeftAlone() throws Exception {
    crash();
    try (Library living = Library.open(temp, FORMATS);
        Library library = Library.open(temp, FORMATS)) {
      try (SourceLock held = living.lock("radio1")) {
        assertThat(library.unclosed()).isEmpty();
        assertThat(living.unclosed()).hasSize(1);
        assertThat(held.isHeld()).isTrue();
      }
      assertThat(library.unclosed()).hasSize(1);
    }
  }

  @Test
  void theLedgerAloneFindsTheSameSegmentAsTheCatalogue() throws Exception {
    try (Library library = Library.open(temp, FORMATS)) {
      Events.random(11, 400).forEach(library::record);
      SegmentLookup lookup =
          new SegmentLookup(library.ledger(), library.catalogue(), null /* for the catalogue */);
      for (int i = 0; i < 400; i += 9) {
        String path = "radio" + i % 3 + "/" + i + ".mp3";
        Optional<RecordedSegment> known = library.segment(path);
        Optional<RecordedSegment> read = lookup.fromLedger(path);
        assertThat(read.map(RecordedSegment::state)).isEqualTo(known.map(RecordedSegment::state));
        assertThat(read.flatMap(RecordedSegment::source))
            .isEqualTo(known.flatMap(RecordedSegment::source));
      }
    }
  }

  @Test
  void findsTheLibraryThatAFileLiesIn() throws Exception {
    Path deep = Files.createDirectories(temp.resolve("a/b")).toRealPath();
    assertThat(Library.rootOf(deep.resolve("x.mp3"))).isEmpty();
    Library.open(temp, FORMATS).close();
    assertThat(Library.rootOf(deep.resolve("x.mp3"))).hasValue(temp.toRealPath());
    Library.open(deep, FORMATS).close();
    assertThat(Library.rootOf(deep.resolve("x.mp3"))).hasValue(deep);
  }

  @Test
  void theLedgerAloneFindsTheSameUnclosedSegmentsAsTheCatalogue() throws Exception {
    try (Library library = Library.open(temp, FORMATS)) {
      for (LedgerEvent event : Events.random(7, 800)) {
        library.record(event);
      }
      assertThat(library.settle(PATIENCE)).isTrue();
      Unclosed byLedger =
          new Unclosed(
              temp, library.ledger(), library.catalogue(), null /* only used by the catalogue */);

      assertThat(byLedger.fromLedger())
          .extracting(UnclosedSegment::path)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              library.catalogue().open(1000).stream().map(RecordedSegment::path).toList());
    }
  }

  @Test
  void closingFreesTheLocks() throws Exception {
    Library first = Library.open(temp, FORMATS);
    SourceLock lock = first.lock("radio1");
    first.close();

    assertThat(lock.isHeld()).isFalse();
    try (Library second = Library.open(temp, FORMATS)) {
      second.lock("radio1").close();
    }
  }

  @Test
  void aCatalogueThatCanNotBeWrittenHindersNoRecording() throws Exception {
    Files.createDirectories(temp.resolve(".isr/catalog.db/in-the-way"));
    try (Library library = Library.open(temp, FORMATS)) {
      library.record(Events.opened("radio1", "x.mp3", Events.NOON));
      assertThat(library.settle(PATIENCE)).isFalse();
      assertThat(library.health().catalogueFailing()).isTrue();
      List<LedgerEvent> events = new ArrayList<>();
      library.ledger().readAll(events::add);
      assertThat(events).hasSize(1);
      assertThatThrownBy(() -> library.catalogue().counts()).isInstanceOf(IOException.class);

      Files.delete(temp.resolve(".isr/catalog.db/in-the-way"));
      Files.delete(temp.resolve(".isr/catalog.db"));
      assertThat(library.settle(PATIENCE)).isTrue();
      assertThat(library.health().good()).isTrue();
      assertThat(library.catalogue().counts().segments()).isEqualTo(1);
    }
  }

  @Test
  void whatTheLedgerCouldNotTakeReachesTheCatalogueLater() throws Exception {
    Path day = Files.createDirectories(temp.resolve(".isr/ledger/2026-11-21.jsonl"));
    try (Library library = Library.open(temp, FORMATS)) {
      library.record(Events.opened("radio1", "x.mp3", Events.NOON));
      assertThat(library.health().pendingLines()).isEqualTo(1);

      Files.delete(day);
      assertThat(library.settle(PATIENCE)).isTrue();

      assertThat(library.health().good()).isTrue();
      assertThat(library.catalogue().counts().open()).isEqualTo(1);
    }
  }

  @Test
  void tooManyPointsAreDroppedAndCounted() throws Exception {
    try (Library library = Library.open(temp, FORMATS)) {
      library.record(Events.opened("radio1", "x.mp3", Events.NOON));
      for (int i = 0; i < 5 * Indexing.MAX_POINTS; i++) {
        library.point(new IndexPoint("x.mp3", i, i));
      }
      assertThat(library.settle(PATIENCE)).isTrue();
      long kept = library.catalogue().counts().points();
      assertThat(kept + library.health().droppedPoints()).isEqualTo(5L * Indexing.MAX_POINTS);
    }
  }

  /** Leaves what a recorder leaves that was killed three months ago, and one good segment. */
  private void crash() throws Exception {
    try (Library library = Library.open(temp, FORMATS)) {
      Files.createFile(temp.resolve("left.mp3"));
      Files.createFile(temp.resolve("good.mp3"));
      library.record(Events.opened("radio1", "left.mp3", Events.NOON.minusDays(90)));
      library.record(Events.opened("radio1", "vanished.mp3", Events.NOON.minusDays(80)));
      library.record(Events.opened("radio1", "good.mp3", Events.NOON));
      library.record(Events.closed("radio1", "good.mp3", Events.NOON));
    }
  }

  private static SegmentRepaired repaired(UnclosedSegment segment) {
    return new SegmentRepaired(segment.source(), Events.NOON, segment.path(), 1, 2, 3);
  }
}
