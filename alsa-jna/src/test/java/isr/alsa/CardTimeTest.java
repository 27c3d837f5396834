package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CardTimeTest {
  private static final long CAPTURE_NOW = 5_000_000_000L;
  private static final long STAMPS_NOW = 900_000_000_000L;

  private final CardTime time = new CardTime(() -> CAPTURE_NOW, () -> STAMPS_NOW, 48_000);

  @Test
  void theAgeOfAStampIsCarriedOver() {
    assertThat(time.heard(OptionalLong.of(STAMPS_NOW - 3_000_000), 0))
        .isEqualTo(CAPTURE_NOW - 3_000_000);
  }

  @Test
  void whatIsLeftToReadWasHeardLater() {
    assertThat(time.heard(OptionalLong.of(STAMPS_NOW), 4800)).isEqualTo(CAPTURE_NOW - 100_000_000);
  }

  @Test
  void withoutAStampItIsThisMoment() {
    assertThat(time.heard(OptionalLong.empty(), 48)).isEqualTo(CAPTURE_NOW - 1_000_000);
  }

  @Test
  void aStampOfAnotherClockIsNotBelieved() {
    assertThat(time.heard(OptionalLong.of(1_790_000_000_000_000_000L), 0)).isEqualTo(CAPTURE_NOW);
    assertThat(time.heard(OptionalLong.of(1), 0)).isEqualTo(CAPTURE_NOW);
  }
}
