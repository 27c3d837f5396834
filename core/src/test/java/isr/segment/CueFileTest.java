package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CueFileTest {
  @TempDir Path directory;

  private final DiskSync disk = new DiskSync();
  private CueFile cue;

  @BeforeEach
  void begin() throws IOException {
    Path audio = Files.createFile(directory.resolve("10.30.mp3"));
    cue = new CueFile(audio, disk);
  }

  @AfterEach
  void end() {
    disk.close();
  }

  @Test
  void standsBesideTheAudioAndNothingElseIsLeft() throws IOException {
    write("one");
    write("two");
    assertThat(names()).containsExactly("10.30.cue", "10.30.mp3");
    assertThat(directory.resolve("10.30.cue")).hasContent("two");
  }

  @Test
  void neverTouchesAFileOfSomebodyElse() throws IOException {
    Files.writeString(directory.resolve("10.30.cue"), "theirs");
    Files.createDirectory(directory.resolve("10.30-2.cue"));
    write("one");
    write("two");
    assertThat(directory.resolve("10.30.cue")).hasContent("theirs");
    assertThat(directory.resolve("10.30-3.cue")).hasContent("two");
  }

  @Test
  void leavesAloneWhatSomebodyHasChanged() throws IOException {
    write("one");
    Files.writeString(directory.resolve("10.30.cue"), "changed");
    write("two");
    assertThat(directory.resolve("10.30.cue")).hasContent("changed");
    assertThat(names()).containsExactly("10.30.cue", "10.30.mp3");
  }

  @Test
  void makesAnewWhatWasDeleted() throws IOException {
    write("one");
    Files.delete(directory.resolve("10.30.cue"));
    write("two");
    assertThat(directory.resolve("10.30.cue")).hasContent("two");
  }

  @Test
  void writesWhatIsPutJustBeforeTheEnd() {
    cue.put("last");
    disk.close();
    assertThat(directory.resolve("10.30.cue")).hasContent("last");
  }

  /** Puts a text and waits until the sync thread has gone by. */
  private void write(String text) {
    cue.put(text);
    CountDownLatch done = new CountDownLatch(1);
    disk.run(done::countDown, 0);
    Await.until("the sync thread", Duration.ofSeconds(20), () -> done.getCount() == 0);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
