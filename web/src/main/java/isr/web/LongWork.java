package isr.web;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of low priority for answers that take long, or are sent as fast as a client takes them.
 * There are few of them, and few requests wait for one; more are sent away.
 */
final class LongWork implements AutoCloseable {
  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;
  private final Semaphore places;

  /**
   * Threads.
   *
   * @param name of them
   * @param count of them
   * @param waiting so many requests may wait
   */
  LongWork(String name, int count, int waiting) {
    AtomicInteger number = new AtomicInteger();
    places = new Semaphore(count + waiting);
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            task -> thread(task, name + "-" + number.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
  }

  /** What is recorded goes first. */
  @SuppressWarnings("ThreadPriorityCheck")
  static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** Answers a request. */
  interface Answer {
    void give() throws IOException;
  }

  /**
   * Answers on one of the threads; what the answer throws is told to the client, or ends the
   * connection where it has got a part already.
   *
   * @throws Problem 503 when too many wait
   */
  void run(HttpServerExchange exchange, Answer answer) {
    takePlace();
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          places.release();
          next.proceed();
        });
    exchange.dispatch(
        threads,
        Answers.catching(
            same -> {
              try {
                answer.give();
              } catch (IOException | RuntimeException e) {
                ended(same, e);
              }
            }));
  }

  /**
   * The same for an answer that is only begun there: what it dispatches goes to the server's
   * workers, and its place is free as soon as it returns.
   *
   * @throws Problem 503 when too many wait
   */
  void prepare(HttpServerExchange exchange, Answer answer) {
    takePlace();
    exchange.dispatch(
        threads,
        Answers.catching(
            same -> {
              same.setDispatchExecutor(null);
              try {
                answer.give();
              } finally {
                places.release();
              }
            }));
  }

  private void takePlace() {
    if (!places.tryAcquire()) {
      throw new Problem(
          503, "Busy", "Too much of this is under way; try again.", Map.of("Retry-After", "5"));
    }
  }

  /** A part of an answer must not look like all of it. */
  private static void ended(HttpServerExchange exchange, Exception e) throws Exception {
    if (!exchange.isResponseStarted()) {
      throw e;
    }
    exchange.getConnection().close();
    exchange.endExchange();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
