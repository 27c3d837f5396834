package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.segment.DiskRoom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomWatchTest {
  private static final Path A = Path.of("/a");
  private static final Path B = Path.of("/b");
  private static final long HOUR = 3600 * 16_000L;

  private final FakeTime time = new FakeTime("2026-11-21T10:00:00Z");
  private final Map<Path, Long> written = new HashMap<>();
  private final RoomWatch watch = new RoomWatch(time, directory -> written.get(directory));

  @Test
  void warnsOnceOfLessThanAnHour() {
    record(A, 16_000, 120, HOUR + 16_000, false);
    assertThat(look(A, HOUR - 16_000)).isTrue();
    record(A, 16_000, 600, HOUR / 2, false);
  }

  @Test
  void warnsAgainAfterThereWasPlenty() {
    record(A, 16_000, 120, HOUR * 3, false);
    assertThat(look(A, HOUR / 2)).isTrue();
    assertThat(look(A, HOUR + HOUR / 2)).isFalse();
    assertThat(look(A, HOUR / 2)).isFalse();
    assertThat(look(A, HOUR * 2)).isFalse();
    assertThat(look(A, HOUR / 2)).isTrue();
  }

  @Test
  void saysNothingBeforeTheRateIsKnown() {
    record(A, 16_000, 30, 1, false);
    record(A, 0, 600, 1_000_000_000, false);
  }

  @Test
  void addsUpWhatTheDirectoriesOfOneDiskGet() {
    for (int i = 0; i < 5; i++) {
      step(A, 16_000);
      written.merge(B, 30 * 16_000L, Long::sum);
      assertThat(look(A, HOUR * 2 + 32_000)).isFalse();
      assertThat(look(B, HOUR * 2 + 32_000)).isFalse();
    }
    assertThat(look(B, HOUR * 2 - 64_000)).isTrue();
    assertThat(look(A, HOUR * 2 - 64_000)).isFalse();
  }

  /** So many seconds at so many bytes a second, with a look every half minute. */
  private void record(Path directory, long rate, int seconds, long usable, boolean warned) {
    for (int i = 0; i < seconds / 30; i++) {
      step(directory, rate);
      assertThat(look(directory, usable)).isEqualTo(warned);
    }
  }

  private void step(Path directory, long rate) {
    written.merge(directory, 30 * rate, Long::sum);
    time.pass(Duration.ofSeconds(30));
  }

  private boolean look(Path directory, long usable) {
    return watch.look(directory, "disk", Optional.of(new DiskRoom(usable, Long.MAX_VALUE)));
  }
}
