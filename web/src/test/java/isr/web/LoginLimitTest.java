package isr.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginLimitTest {
  private final AtomicLong now = new AtomicLong();
  private final LoginLimit limit = new LoginLimit(now::get);

  @Test
  void theWaitDoublesUpToFiveMinutesAndEndsWithTheRightPassword() {
    for (int i = 0; i < 4; i++) {
      limit.failed("a");
      assertThat(limit.left("a")).isZero();
    }
    limit.failed("a");
    assertThat(limit.left("a")).isEqualTo(Duration.ofSeconds(1));
    assertThat(limit.left("b")).isZero();
    limit.failed("a");
    assertThat(limit.left("a")).isEqualTo(Duration.ofSeconds(2));
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(limit.left("a")).isZero();
    for (int i = 0; i < 100; i++) {
      limit.failed("a");
    }
    assertThat(limit.left("a")).isEqualTo(Duration.ofMinutes(5));
    limit.succeeded("a");
    assertThat(limit.left("a")).isZero();
  }
}
