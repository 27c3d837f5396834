package isr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitedCallTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CompletableFuture<String> late = new CompletableFuture<>();

  private String hang() {
    try {
      hangs.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "late";
  }

  @Test
  void givesWhatTheCallGives() throws Exception {
    assertThat(LimitedCall.make("t", () -> "x", late::complete, LONG, closed)).isEqualTo("x");
    assertThatThrownBy(() -> LimitedCall.make("t", this::fails, late::complete, LONG, closed))
        .isInstanceOf(IOException.class)
        .hasMessage("no");
  }

  private String fails() throws IOException {
    throw new IOException("no");
  }

  @Test
  void leavesBehindWhatDoesNotReturn() throws Exception {
    assertThatThrownBy(
            () -> LimitedCall.make("t", this::hang, late::complete, Duration.ofMillis(100), closed))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("stand still");
    hangs.countDown();
    assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo("late");
  }

  @Test
  void endsWhenItIsClosed() throws Exception {
    closed.countDown();
    assertThat(LimitedCall.make("t", this::hang, late::complete, LONG, closed)).isNull();
    hangs.countDown();
  }
}
