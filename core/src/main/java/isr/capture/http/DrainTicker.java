package isr.capture.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The common beat of all connections: a thread that asks each of them, every {@link #PERIOD}, for
 * what the kernel holds.
 *
 * <p>A hundred at the same moment cost less than each at its own: the client's selector finds their
 * sockets together and sleeps in between. More are asked at other moments of the beat, lest all
 * that has come lie in the heap at once. The thread runs while there are drains; it never waits for
 * one.
 */
final class DrainTicker {
  /** What a kill costs at the most, with a good margin to a second. */
  static final Duration PERIOD = Duration.ofMillis(720);

  /** How long the answers to a question are collected before they are handed over. */
  private static final Duration SETTLE = Duration.ofMillis(12);

  /** So many are asked at the same moment; more would fill the heap with what they bring. */
  private static final int GROUP_DRAINS = 100;

  /** The moments of a beat, evenly apart, in the order in which they are made use of. */
  private static final int[] ORDER = {0, 3, 1, 4, 2, 5};

  private static final Logger LOG = LoggerFactory.getLogger(DrainTicker.class);

  /** One connection; its methods return at once and are called on the ticker's thread. */
  interface Drain {
    /** Reads what the kernel holds. */
    void ask();

    /** Hands over what was read. */
    void hand();
  }

  /** Drains of one moment of the beat. */
  private final List<List<Drain>> groups = new ArrayList<>();

  private final long periodNanos;

  @GuardedBy("this")
  private @Nullable Thread thread;

  DrainTicker(Duration period) {
    this.periodNanos = period.toNanos();
    for (int i = 0; i < ORDER.length; i++) {
      groups.add(new CopyOnWriteArrayList<>());
    }
  }

  /** Time between two questions. */
  Duration period() {
    return Duration.ofNanos(periodNanos);
  }

  synchronized void add(Drain drain) {
    group().add(drain);
    if (thread == null) {
      Thread begun = new Thread(null, this::run, "isr-http-drain");
      begun.setDaemon(true);
      begun.start();
      thread = begun;
    }
  }

  /** The first group that is not full, else the smallest. */
  private List<Drain> group() {
    List<Drain> smallest = groups.get(ORDER[0]);
    for (int moment : ORDER) {
      List<Drain> group = groups.get(moment);
      if (group.size() < GROUP_DRAINS) {
        return group;
      }
      smallest = group.size() < smallest.size() ? group : smallest;
    }
    return smallest;
  }

  synchronized void remove(Drain drain) {
    groups.forEach(group -> group.remove(drain));
  }

  private void run() {
    long next = System.nanoTime() + periodNanos;
    while (!idle()) {
      for (int i = 0; i < ORDER.length; i++) {
        beat(groups.get(i), next + i * periodNanos / ORDER.length);
      }
      long late = Math.max(0, System.nanoTime() - next - periodNanos);
      next += periodNanos + late;
    }
  }

  private void beat(List<Drain> drains, long atNanos) {
    if (drains.isEmpty()) {
      return;
    }
    sleepUntil(atNanos);
    drains.forEach(drain -> guarded(drain::ask));
    sleepUntil(System.nanoTime() + Math.min(SETTLE.toNanos(), periodNanos / 4));
    drains.forEach(drain -> guarded(drain::hand));
  }

  private synchronized boolean idle() {
    if (groups.stream().allMatch(List::isEmpty)) {
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
