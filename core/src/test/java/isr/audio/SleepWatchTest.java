package isr.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SleepWatchTest {
  private static final long SECOND = 1_000_000_000L;
  private long monotonic = 5 * SECOND;
  private long boot = 105 * SECOND;

  private void pass(long seconds) {
    monotonic += seconds * SECOND;
    boot += seconds * SECOND;
  }

  @Test
  void tellsEachSleepOnce() {
    SleepWatch watch = new SleepWatch(() -> monotonic, () -> OptionalLong.of(boot));
    pass(100);
    assertThat(watch.slept()).isZero();
    boot += 3600 * SECOND;
    pass(2);
    assertThat(watch.slept()).isEqualTo(Duration.ofHours(1));
    pass(50);
    boot += 10_000_000; // the system's steps
    assertThat(watch.slept()).isZero();
  }

  @Test
  void neverSleepsByAnotherClockThanTheMachines() {
    SleepWatch watch = SleepWatch.of(() -> monotonic);
    pass(100);
    assertThat(watch.slept()).isZero();
  }
}
