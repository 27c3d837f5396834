package isr.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingListTest {
  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-21T12:00:00+01:00");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path root;
  private Library library;

  @BeforeEach
  void open() throws Exception {
    library = Library.open(root, Map.of("mp3", "mp3"));
    for (int i = 0; i < 5; i++) {
      record("radio1/" + i + ".mp3", NOON.plusMinutes(i));
    }
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  private void record(String path, OffsetDateTime start) throws Exception {
    Files.createDirectories(root.resolve(path).getParent());
    Files.write(root.resolve(path), new byte[1000]);
    library.record(Events.opened("radio1", path, start));
    library.record(Events.closed("radio1", path, start.plusSeconds(10)));
    assertThat(library.settle(PATIENCE)).isTrue();
  }

  private List<String> names(RecordingQuery query) throws IOException {
    return library.catalogue().recordings(query).stream()
        .map(listed -> listed.segment().path())
        .toList();
  }

  private void delete(String path) throws Exception {
    new DeletedFiles(InstantSource.system(), ZoneOffset.UTC).delete(library, path);
  }

  @Test
  void listsTheNewestFirstFromAnyPlaceOn() throws Exception {
    RecordingQuery two = RecordingQuery.newest(2);
    assertThat(names(two)).containsExactly("radio1/4.mp3", "radio1/3.mp3");
    var last = library.catalogue().recordings(two).get(1).cursor();
    assertThat(names(two.after(last))).containsExactly("radio1/2.mp3", "radio1/1.mp3");
    assertThat(library.catalogue().count(two.after(last))).isEqualTo(5);
  }

  @Test
  void aDeletedFileIsGoneAlsoFromACatalogueThatIsMadeAnew() throws Exception {
    delete("radio1/3.mp3");
    assertThat(root.resolve("radio1/3.mp3")).doesNotExist();
    assertThat(names(RecordingQuery.newest(9))).hasSize(4).doesNotContain("radio1/3.mp3");
    library.close();
    Files.delete(root.resolve(".isr/catalog.db"));
    library = Library.open(root, Map.of("mp3", "mp3"));
    assertThat(library.settle(PATIENCE)).isTrue();
    assertThat(names(RecordingQuery.newest(9))).hasSize(4).doesNotContain("radio1/3.mp3");
  }

  @Test
  void aNewFileOfADeletedOnesNameIsListed() throws Exception {
    delete("radio1/3.mp3");
    record("radio1/3.mp3", OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(1));
    assertThat(names(RecordingQuery.newest(9))).first().isEqualTo("radio1/3.mp3");
  }

  @Test
  void aFileOfALockedSourceThatIsOpenIsNotDeleted() throws Exception {
    library.record(Events.opened("radio2", "radio2.mp3", NOON));
    Files.write(root.resolve("radio2.mp3"), new byte[10]);
    try (SourceLock lock = library.lock("radio2")) {
      assertThat(library.isRecorded(lock.source())).isTrue();
      assertThatThrownBy(() -> delete("radio2.mp3")).isInstanceOf(LockHeldException.class);
      assertThat(root.resolve("radio2.mp3")).exists();
    }
    assertThat(library.isRecorded("radio2")).isFalse();
    delete("radio2.mp3");
    assertThat(root.resolve("radio2.mp3")).doesNotExist();
  }
}
