package isr.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentOpened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that is only read. */
class ReadOnlyLibraryTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Map<String, String> FORMATS = Map.of("mp3", "mp3");

  @TempDir Path directory;

  private void record(Path root) throws Exception {
    try (Library library = Library.open(root, FORMATS)) {
      OffsetDateTime start = OffsetDateTime.parse("2026-11-21T10:00:00Z");
      TrackSummary track = new TrackSummary("mp3", 44_100, 2, OptionalInt.empty());
      Files.write(root.resolve("a.mp3"), new byte[100]);
      library.record(new SegmentOpened("radio", start, "a.mp3", "mp3", start, 0, track, "s"));
      library.record(new SegmentClosed("radio", start, "a.mp3", 44_100, 100, "split"));
      assertThat(library.settle(LIMIT)).isTrue();
    }
  }

  private static List<String> everything(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(file -> file + " " + modified(file)).sorted().toList();
    }
  }

  private static long modified(Path file) {
    return file.toFile().lastModified();
  }

  @Test
  void isKnownWithoutBeingWritten() throws Exception {
    Path root = Files.createDirectory(directory.resolve("recordings"));
    record(root);
    Files.delete(root.resolve(".isr/catalog.db"));
    List<String> before = everything(root);
    Path caches = directory.resolve("caches");
    try (Library library = Library.openToRead(root, caches, FORMATS)) {
      assertThat(library.settle(LIMIT)).isTrue();
      assertThat(library.catalogue().segment("a.mp3"))
          .hasValueSatisfying(found -> assertThat(found.source()).hasValue("radio"));
      assertThat(library.isReadOnly()).isTrue();
      assertThat(library.isRecorded("radio")).isFalse();
      assertThat(library.derived()).startsWith(caches).isDirectory();
      assertThatThrownBy(() -> library.lock("radio"))
          .isInstanceOf(ReadOnlyFileSystemException.class);
    }
    assertThat(everything(root)).isEqualTo(before);
  }

  @Test
  void mustBeThere() {
    assertThatThrownBy(() -> Library.openToRead(directory.resolve("none"), directory, FORMATS))
        .isInstanceOf(IOException.class);
  }
}
