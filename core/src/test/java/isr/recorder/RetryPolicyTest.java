package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Optional<Duration> NONE = Optional.empty();

  private final RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(5));

  @Test
  void givesUpAfterTheConfiguredNumber() {
    assertThat(policy.givesUpAfter(3)).isFalse();
    assertThat(policy.givesUpAfter(4)).isTrue();
    assertThat(new RetryPolicy(0, Duration.ofSeconds(5)).givesUpAfter(1_000_000)).isFalse();
  }

  @Test
  void waitsLongerEachTimeUpToTheCap() {
    Random random = new Random(1);
    long[] expected = {5, 10, 20, 40, 80, 120, 120};
    for (int failures = 1; failures <= expected.length; failures++) {
      for (int i = 0; i < 50; i++) {
        long millis = policy.waitAfter(failures, NONE, random).toMillis();
        assertThat(millis).isBetween(expected[failures - 1] * 800, expected[failures - 1] * 1200);
      }
    }
    assertThat(policy.waitAfter(Integer.MAX_VALUE, NONE, random))
        .isLessThan(Duration.ofSeconds(145));
  }

  @Test
  void aLongDelayIsNotShortenedToTheCap() {
    RetryPolicy slow = new RetryPolicy(0, Duration.ofMinutes(10));
    assertThat(slow.waitAfter(5, NONE, new Random(1))).isGreaterThan(Duration.ofMinutes(7));
  }

  @Test
  void waitsAsLongAsTheServerAsksButNotForEver() {
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      assertThat(waitFor(Duration.ofMinutes(1), random)).isBetween(60_000L, 72_000L);
      assertThat(waitFor(Duration.ofDays(365), random)).isBetween(120_000L, 144_000L);
      assertThat(waitFor(Duration.ofSeconds(100_000_000_000L), random)).isLessThan(144_001L);
      assertThat(waitFor(Duration.ofSeconds(1), random)).isBetween(4_000L, 6_000L);
    }
    assertThat(policy.isTooLong(Duration.ofMinutes(2))).isFalse();
    assertThat(policy.isTooLong(Duration.ofSeconds(121))).isTrue();
  }

  private long waitFor(Duration asked, Random random) {
    return policy.waitAfter(1, Optional.of(asked), random).toMillis();
  }
}
