package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
  }

  @Test
  void stepsWhenWokenAndNotBefore() throws Exception {
    Semaphore steps = new Semaphore(0);
    Workers.Entry entry = workers.add(() -> released(steps, Workers.Job.WHEN_WOKEN));
    assertThat(steps.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
    entry.wake();
    assertThat(steps.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    assertThat(steps.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void stepsWhenItIsDue() throws Exception {
    Semaphore steps = new Semaphore(0);
    workers.add(() -> released(steps, 1_000_000)).wake();
    assertThat(steps.tryAcquire(4, 20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stepsOnceMoreWhenWokenWhileStepping() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore mayEnd = new Semaphore(0);
    AtomicInteger together = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Workers.Entry entry =
        workers.add(
            () -> {
              most.accumulateAndGet(together.incrementAndGet(), Math::max);
              begun.release();
              mayEnd.acquireUninterruptibly();
              together.decrementAndGet();
              return Workers.Job.WHEN_WOKEN;
            });
    entry.wake();
    begun.acquire();
    entry.wake();
    entry.wake();
    mayEnd.release(2);
    assertThat(begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    assertThat(begun.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(most).hasValue(1);
  }

  @Test
  void takesNoStepAfterTheEnd() throws Exception {
    Semaphore steps = new Semaphore(0);
    Workers.Entry entry = workers.add(() -> released(steps, Workers.Job.ENDED));
    entry.wake();
    assertThat(steps.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    Await.until("the end", LIMIT, () -> workers.jobCount() == 0);
    entry.wake();
    assertThat(steps.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void oneThreadServesManyJobs() throws Exception {
    AtomicLong steps = new AtomicLong();
    List<Workers.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      entries.add(
          workers.add(
              () -> {
                steps.incrementAndGet();
                return Workers.Job.WHEN_WOKEN;
              }));
    }
    entries.forEach(Workers.Entry::wake);
    Await.until("500 steps", LIMIT, () -> steps.get() == 500);
    assertThat(workers.threadCount()).isEqualTo(1);
  }

  @Test
  void jobsThatHangHoldUpNoOther() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    AtomicInteger hanging = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      workers
          .add(
              () -> {
                hanging.incrementAndGet();
                disk.await();
                return Workers.Job.WHEN_WOKEN;
              })
          .wake();
    }
    Semaphore steps = new Semaphore(0);
    Workers.Entry healthy = workers.add(() -> released(steps, Workers.Job.WHEN_WOKEN));
    healthy.wake();
    assertThat(steps.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    Await.until("all to hang", LIMIT, () -> hanging.get() == 100);
    healthy.wake();
    assertThat(steps.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    disk.countDown();
    Await.until("few threads again", LIMIT, () -> workers.threadCount() == 1);
  }

  @Test
  void jobsThatAreSlowGetThreadsThoughEachIsFinished() throws Exception {
    for (int i = 0; i < 100; i++) {
      workers
          .add(
              () -> {
                Thread.sleep(50); // a disk that takes its time
                return 1;
              })
          .wake();
    }
    Await.until("more threads", LIMIT, () -> workers.threadCount() > 4);
  }

  @Test
  void jobsThatAreShortOfProcessorsGetNoThreads() throws Exception {
    Semaphore looked = new Semaphore(0);
    Workers starved =
        new Workers(
            () -> {
              looked.release();
              return OptionalDouble.of(0);
            });
    try {
      for (int i = 0; i < 100; i++) {
        starved
            .add(
                () -> {
                  Thread.sleep(10); // stands for work that takes as long
                  return 1;
                })
            .wake();
      }
      assertThat(looked.tryAcquire(3, 20, TimeUnit.SECONDS)).isTrue();
      assertThat(starved.threadCount()).isEqualTo(1);
    } finally {
      starved.close();
    }
  }

  @Test
  void anErrorEndsOneJob() throws Exception {
    workers
        .add(
            () -> {
              throw new IllegalStateException("of the test");
            })
        .wake();
    Await.until("its end", LIMIT, () -> workers.jobCount() == 0);
    Semaphore steps = new Semaphore(0);
    workers.add(() -> released(steps, Workers.Job.ENDED)).wake();
    assertThat(steps.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  private static long released(Semaphore steps, long next) {
    steps.release();
    return next;
  }
}
