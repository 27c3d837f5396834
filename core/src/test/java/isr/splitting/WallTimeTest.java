package isr.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WallTimeTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private Instant wall = START;
  private long nanos = 7;

  private final WallTime time = new WallTime(() -> wall, () -> nanos);

  @Test
  void mapsBothWays() {
    assertThat(time.at(1_000_000_007L)).isEqualTo(START.plusSeconds(1));
    assertThat(time.nanosAt(START.minusSeconds(2))).isEqualTo(7 - 2_000_000_000L);
  }

  @Test
  void followsSlowCorrections() {
    pass(10_000_000_000L, 10_000_400_000L);
    assertThat(time.follow()).isEmpty();
    assertThat(time.at(nanos)).isEqualTo(wall);
  }

  @Test
  void tellsAStepEitherWay() {
    pass(1_000_000_000L, 3_601_000_000_000L);
    assertThat(time.follow()).contains(Duration.ofHours(1));
    assertThat(time.at(nanos)).isEqualTo(wall);
    pass(1_000_000_000L, -59_000_000_000L);
    assertThat(time.follow()).contains(Duration.ofMinutes(-1));
    pass(1_000_000_000L, 1_000_000_000L);
    assertThat(time.follow()).isEmpty();
  }

  /** SIGSTOP, or a busy machine, just between the looks at the two clocks. */
  @Test
  void aThreadThatIsStoppedBetweenTheClocksSeesNoStep() {
    long[] late = {0};
    WallTime stopped =
        new WallTime(
            () -> {
              pass(late[0], late[0]);
              late[0] = 0;
              return wall;
            },
            () -> nanos);
    late[0] = 3_000_000_000L;
    assertThat(stopped.follow()).isEmpty();
    assertThat(stopped.at(nanos)).isEqualTo(wall);
  }

  private void pass(long monotonic, long onTheWall) {
    nanos += monotonic;
    wall = wall.plusNanos(onTheWall);
  }
}
