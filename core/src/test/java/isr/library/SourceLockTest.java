package isr.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceLockTest {
  @TempDir Path directory;

  @Test
  void theSameSourceTwiceIsRefusedAndTheHolderNamed() throws IOException {
    try (SourceLock held = SourceLock.acquire(directory, "radio1", false)) {
      assertThat(held.source()).isEqualTo("radio1");
      assertThatThrownBy(() -> SourceLock.acquire(directory, "radio1", false))
          .isInstanceOf(LockHeldException.class)
          .hasMessageContaining("source \"radio1\" is in use by this process")
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void anotherNameForTheSameDirectoryIsTheSameLock() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (SourceLock held = SourceLock.acquire(directory, "radio1", false)) {
      assertThat(held.isHeld()).isTrue();
      assertThatThrownBy(() -> SourceLock.acquire(link, "radio1", false))
          .isInstanceOf(LockHeldException.class);
    }
  }

  @Test
  void differentSourcesAreIndependent() throws IOException {
    try (SourceLock one = SourceLock.acquire(directory, "radio1", false);
        SourceLock two = SourceLock.acquire(directory, "radio2", false)) {
      assertThat(one.isHeld() && two.isHeld()).isTrue();
    }
  }

  @Test
  void closingTwiceFreesItOnce() throws IOException {
    SourceLock first = SourceLock.acquire(directory, "radio1", false);
    first.close();
    try (SourceLock second = SourceLock.acquire(directory, "radio1", false)) {
      first.close();
      assertThat(second.isHeld()).isTrue();
      assertThatThrownBy(() -> SourceLock.acquire(directory, "radio1", false))
          .isInstanceOf(LockHeldException.class);
    }
  }

  @Test
  void whoRecordsIsWrittenInside() throws IOException {
    try (SourceLock held = SourceLock.acquire(directory, "radio1", false)) {
      assertThat(held.isHeld()).isTrue();
      // Only its size: opening the file here would free the lock.
      assertThat(directory.resolve("radio1.lock")).isNotEmptyFile();
    }
    assertThat(directory.resolve("radio1.lock"))
        .content()
        .startsWith("pid " + ProcessHandle.current().pid());
  }

  @ParameterizedTest
  @CsvSource({
    "radio-1_x, radio-1_x.lock",
    "a/b, a%2fb.lock",
    ".., %2e%2e.lock",
    "ö, %c3%b6.lock",
    "'', .lock"
  })
  void namesBecomeFileNames(String source, String file) {
    assertThat(SourceLock.fileName(source)).isEqualTo(file);
  }

  @Test
  void longNamesStayApart() {
    String name = "x".repeat(300);

    assertThat(SourceLock.fileName(name + "1"))
        .isNotEqualTo(SourceLock.fileName(name + "2"))
        .hasSizeLessThan(140);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsARecorderFromARepair(boolean repairs) throws IOException {
    try (SourceLock held = SourceLock.acquire(directory, "radio1", repairs)) {
      assertThat(held.isHeld()).isTrue();
      assertThatThrownBy(() -> SourceLock.acquire(directory, "radio1", false))
          .isInstanceOfSatisfying(
              LockHeldException.class, e -> assertThat(e.isRecording()).isEqualTo(!repairs));
    }
  }
}
