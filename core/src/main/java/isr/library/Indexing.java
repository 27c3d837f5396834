package isr.library;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import isr.audio.MonotonicClock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library's thread: wakes {@link CatalogueIndex} when there is something to do, and only then.
 *
 * <p>Events are indexed three quarters of a second after the first of them, together; index points
 * once a minute, so that those of one segment lie together on disk. What fails is tried again, at
 * growing intervals; nothing is lost by that but index points, which can be derived from the files.
 */
final class Indexing {
  /** From an event to the transaction that takes it and those that came meanwhile. */
  static final Duration EVENT_DELAY = Duration.ofMillis(750);

  /** From an index point to the transaction that takes it. */
  static final Duration POINT_DELAY = Duration.ofSeconds(60);

  /** Index points that wait; those that come when it is full are dropped. */
  static final int MAX_POINTS = 16_384;

  /** What was found in files and waits; who finds more has to wait, too. */
  private static final int MAX_CONTENTS = 256;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

  /** Between two attempts to write what the ledger could not write. */
  private static final Duration LEDGER_RETRY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Indexing.class);

  private final CatalogueIndex index;
  private final MonotonicClock clock;
  private final Runnable scanned;
  private final BlockingQueue<IndexPoint> pointQueue = new ArrayBlockingQueue<>(MAX_POINTS);
  private final AtomicLong droppedPoints = new AtomicLong();
  private final BlockingQueue<FoundContents> contentsQueue = new ArrayBlockingQueue<>(MAX_CONTENTS);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Taken from the queue, and kept while the catalogue can not be written. The thread's own. */
  private final List<IndexPoint> points = new ArrayList<>();

  private @Nullable Thread thread;

  @GuardedBy("lock")
  private Set<String> grown = new HashSet<>();

  @GuardedBy("lock")
  private boolean everything = true;

  @GuardedBy("lock")
  private boolean scanWanted = true;

  @GuardedBy("lock")
  private boolean scanning;

  @GuardedBy("lock")
  private boolean scheduled = true;

  @GuardedBy("lock")
  private long dueNanos;

  @GuardedBy("lock")
  private long requestedTicket;

  @GuardedBy("lock")
  private long doneTicket;

  @GuardedBy("lock")
  private long failedTicket;

  @GuardedBy("lock")
  private int failures;

  @GuardedBy("lock")
  private boolean closing;

  /** What one pass takes on. */
  private record Work(Set<String> grown, boolean everything, long ticket) {}

  /**
   * Wakes an index.
   *
   * @param scanned is told when the files on disk have been looked at; returns fast
   */
  Indexing(CatalogueIndex index, MonotonicClock clock, Runnable scanned) {
    this.index = index;
    this.scanned = scanned;
    this.clock = clock;
    this.dueNanos = clock.nanos();
  }

  /** Starts the thread, which first reads what the ledger has and then looks at the disk. */
  void start(Ledger writtenBy, String threadName) {
    Thread started = new Thread(() -> run(writtenBy), threadName);
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** A file of the ledger has grown. Any thread; returns at once. */
  void grown(String name) {
    lock.lock();
    try {
      grown.add(name);
      schedule(EVENT_DELAY);
    } finally {
      lock.unlock();
    }
  }

  /** The ledger could not be written. Any thread; returns at once. */
  void ledgerFailed() {
    lock.lock();
    try {
      schedule(LEDGER_RETRY);
    } finally {
      lock.unlock();
    }
  }

  /** Takes an index point, or drops it when too many wait. Any thread; returns at once. */
  void point(IndexPoint point) {
    if (!pointQueue.offer(point)) {
      droppedPoints.incrementAndGet();
      return;
    }
    lock.lock();
    try {
      schedule(pointQueue.remainingCapacity() < MAX_POINTS / 2 ? EVENT_DELAY : POINT_DELAY);
    } finally {
      lock.unlock();
    }
  }

  /** Takes what was found in a file; waits while there is too much. */
  void contents(FoundContents found) {
    try {
      contentsQueue.put(found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    lock.lock();
    try {
      schedule(EVENT_DELAY);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the files on disk have been looked at, as far as their headers tell.
   *
   * @return false when that took too long
   */
  boolean awaitScan(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closing && (scanWanted || scanning) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !scanWanted && !scanning;
    } finally {
      lock.unlock();
    }
  }

  /** Looks at the disk soon. Any thread; returns at once. */
  void rescan() {
    lock.lock();
    try {
      scanWanted = true;
      schedule(Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  /** Index points that were dropped since the start. */
  long droppedPoints() {
    return droppedPoints.get();
  }

  /** Whether the last attempt to bring the catalogue up to date has failed. */
  boolean failing() {
    lock.lock();
    try {
      return failures > 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the catalogue has all that is in the ledger now.
   *
   * @return false when that failed or took too long
   */
  boolean settle(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      everything = true;
      long ticket = ++requestedTicket;
      schedule(Duration.ZERO);
      while (doneTicket < ticket && failedTicket < ticket && !closing && left > 0) {
        left = changed.awaitNanos(left);
      }
      return doneTicket >= ticket;
    } finally {
      lock.unlock();
    }
  }

  /** Brings the catalogue up to date a last time and ends the thread; waits no longer than told. */
  void close(Duration timeout) {
    Thread ending = thread;
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (ending != null) {
      join(ending, timeout);
    }
  }

  /** An interrupt must not cut short what the bound cuts short already. */
  private void join(Thread ending, Duration timeout) {
    boolean interrupted = false;
    long end = clock.nanos() + timeout.toNanos();
    for (long left = timeout.toNanos(); left > 0 && ending.isAlive(); left = end - clock.nanos()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(ending, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @GuardedBy("lock")
  private void schedule(Duration delay) {
    long wanted = clock.nanos() + delay.toNanos();
    if (!scheduled || wanted - dueNanos < 0) {
      scheduled = true;
      dueNanos = wanted;
      changed.signalAll();
    }
  }

  private void run(Ledger writtenBy) {
    while (awaitDue()) {
      pass(writtenBy);
      if (takeScan()) {
        scan(writtenBy);
      }
    }
    pass(writtenBy);
    finish();
  }

  private boolean awaitDue() {
    lock.lock();
    try {
      while (!closing && !isDue()) {
        if (scheduled) {
          changed.awaitNanos(dueNanos - clock.nanos());
        } else {
          changed.await();
        }
      }
      return !closing;
    } catch (InterruptedException e) {
      return false; // nobody interrupts this thread but to end it
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean isDue() {
    return scheduled && dueNanos - clock.nanos() <= 0;
  }

  private void pass(Ledger writtenBy) {
    writtenBy.retry();
    Work work = takeWork();
    pointQueue.drainTo(points, MAX_POINTS - points.size());
    try {
      boolean anew = index.update(work.everything() ? null : work.grown(), points);
      points.clear();
      storeContents();
      succeeded(work, anew);
    } catch (SQLException | IOException | RuntimeException | LinkageError e) {
      failed(work, e);
    }
    if (writtenBy.pendingLines() > 0) {
      ledgerFailed();
    }
  }

  /** What could not be stored is found again after the next look at the disk. */
  private void storeContents() throws SQLException, IOException {
    List<FoundContents> found = new ArrayList<>();
    if (contentsQueue.drainTo(found) > 0) {
      index.store(found);
    }
  }

  private Work takeWork() {
    lock.lock();
    try {
      Work work = new Work(grown, everything, requestedTicket);
      grown = new HashSet<>();
      everything = false;
      scheduled = false;
      return work;
    } finally {
      lock.unlock();
    }
  }

  private void succeeded(Work work, boolean anew) {
    lock.lock();
    try {
      if (failures > 0) {
        LOG.info("the catalogue is up to date again");
      }
      failures = 0;
      doneTicket = work.ticket();
      if (anew) {
        scanWanted = true;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void failed(Work work, Throwable cause) {
    lock.lock();
    try {
      grown.addAll(work.grown());
      everything |= work.everything();
      failedTicket = work.ticket();
      retryLater(cause);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void retryLater(Throwable cause) {
    if (failures++ == 0) {
      LOG.warn("the catalogue can not be brought up to date, will be later: {}", cause.toString());
    }
    Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 6));
    schedule(delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY);
  }

  private boolean takeScan() {
    lock.lock();
    try {
      boolean wanted = scanWanted && failures == 0 && !closing;
      scanWanted &= !wanted;
      scanning = wanted;
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  private void scan(Ledger writtenBy) {
    try {
      if (index.scan(() -> passIfDue(writtenBy))) {
        index.lookInto(() -> passIfDue(writtenBy));
        scanned.run();
      }
      scanEnded();
    } catch (SQLException | IOException | RuntimeException | LinkageError e) {
      scanFailed(e);
    }
  }

  /** Between two looks at the disk; whether to go on. */
  private boolean passIfDue(Ledger writtenBy) {
    lock.lock();
    try {
      if (closing || !isDue()) {
        return !closing;
      }
    } finally {
      lock.unlock();
    }
    pass(writtenBy);
    return true;
  }

  private void scanEnded() {
    lock.lock();
    try {
      scanning = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void scanFailed(Throwable cause) {
    lock.lock();
    try {
      scanning = false;
      scanWanted = true;
      retryLater(cause);
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    try {
      if (!failing()) {
        index.finish();
      }
    } catch (SQLException | IOException | RuntimeException | LinkageError e) {
      LOG.debug("the catalogue was not closed in good order: {}", e.toString());
    } finally {
      index.close();
    }
  }
}
