package isr.capture.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The common beat of all connections: a thread that asks each of them, about twice a second and at
 * the same moment, for what the kernel holds.
 *
 * <p>One beat for all costs less than one each: the client's selector finds the sockets together
 * and sleeps in between. The thread runs while there are drains; it never waits for one.
 */
final class DrainTicker {
  /** What a kill costs at the most, with a good margin to a second. */
  static final Duration PERIOD = Duration.ofMillis(720);

  /** How long the answers to a question are collected before they are handed over. */
  private static final Duration SETTLE = Duration.ofMillis(12);

  private static final Logger LOG = LoggerFactory.getLogger(DrainTicker.class);

  /** One connection; its methods return at once and are called on the ticker's thread. */
  interface Drain {
    /** Reads what the kernel holds. */
    void ask();

    /** Hands over what was read. */
    void hand();
  }

  private final List<Drain> drains = new CopyOnWriteArrayList<>();
  private final long periodNanos;

  @GuardedBy("this")
  private @Nullable Thread thread;

  DrainTicker(Duration period) {
    this.periodNanos = period.toNanos();
  }

  /** Time between two questions. */
  Duration period() {
    return Duration.ofNanos(periodNanos);
  }

  synchronized void add(Drain drain) {
    drains.add(drain);
    if (thread == null) {
      Thread begun = new Thread(null, this::run, "isr-http-drain");
      begun.setDaemon(true);
      begun.start();
      thread = begun;
    }
  }

  void remove(Drain drain) {
    drains.remove(drain);
  }

  private void run() {
    long next = System.nanoTime() + periodNanos;
    while (!idle()) {
      sleepUntil(next);
      drains.forEach(drain -> guarded(drain::ask));
      sleepUntil(System.nanoTime() + Math.min(SETTLE.toNanos(), periodNanos / 4));
      drains.forEach(drain -> guarded(drain::hand));
      long late = Math.max(0, System.nanoTime() - next - periodNanos);
      next += periodNanos + late;
    }
  }

  private synchronized boolean idle() {
    if (drains.isEmpty()) {
      thread = null;
    }
    return thread == null;
  }

  private static void sleepUntil(long nanoTime) {
    long left = nanoTime - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanoTime - System.nanoTime();
    }
  }

  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) { // one connection's trouble must not end the beat of all
      LOG.error("A connection could not be drained", e);
    }
  }
}
