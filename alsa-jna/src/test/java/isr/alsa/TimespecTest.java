package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimespecTest {
  private static final long NANOS = 1_700_000_000L * 1_000_000_000L + 987_654_321;

  @Test
  void readsThatOf64Bits() {
    try (Timespec spec = new Timespec(true)) {
      assertThat(
              spec.read(
                  to -> {
                    to.setLong(0, 1_700_000_000L);
                    to.setLong(8, 987_654_321L);
                  }))
          .hasValue(NANOS);
    }
  }

  @Test
  void readsThatOf32Bits() {
    try (Timespec spec = new Timespec(false)) {
      assertThat(
              spec.read(
                  to -> {
                    to.setInt(0, 1_700_000_000);
                    to.setInt(4, 987_654_321);
                  }))
          .hasValue(NANOS);
    }
  }

  @Test
  void readsThatOf32BitsWithALongTime() {
    try (Timespec spec = new Timespec(false)) {
      assertThat(
              spec.read(
                  to -> {
                    to.setLong(0, 5_000_000_000L);
                    to.setInt(8, 1);
                  }))
          .hasValue(5_000_000_000L * 1_000_000_000L + 1);
    }
  }

  @Test
  void zeroIsNoTime() {
    try (Timespec spec = new Timespec(true)) {
      assertThat(spec.read(to -> to.clear(16))).isEmpty();
    }
  }
}
