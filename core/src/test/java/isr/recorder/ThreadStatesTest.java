package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ThreadStatesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean ended;

  @AfterEach
  void endThreads() {
    ended = true;
    end.countDown();
  }

  private void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void spin() {
    while (!ended) {
      Thread.onSpinWait();
    }
  }

  private void sleep() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aThreadThatComputesDoesNotWait() {
    start("states-a-1", this::spin);
    Await.until("it to run", LIMIT, () -> share("states-a-").equals(OptionalDouble.of(0)));
  }

  @Test
  void ofTwoThreadsOneWaits() {
    start("states-b-1", this::spin);
    start("states-b-2", this::sleep);
    Await.until("it to sleep", LIMIT, () -> share("states-b-").equals(OptionalDouble.of(0.5)));
  }

  @Test
  void ofNoThreadNothingIsKnown() {
    assertThat(share("states-none-")).isEmpty();
  }

  private static OptionalDouble share(String prefix) {
    return ThreadStates.shareWaiting(prefix);
  }
}
