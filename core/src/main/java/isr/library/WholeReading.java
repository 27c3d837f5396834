package isr.library;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import isr.audio.MonotonicClock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files whole whose headers do not tell their length (ADTS, MP3 without a Xing header, chains
 * in Ogg), on a thread of its own, one after the other; it rests as long as it reads.
 *
 * <p>The files are those that the catalogue lists; what is found goes to the library's thread.
 */
final class WholeReading {
  /** Files asked of the catalogue at a time. */
  private static final int FILES_AT_A_TIME = 100;

  private static final Logger LOG = LoggerFactory.getLogger(WholeReading.class);

  private final Catalogue catalogue;
  private final FoundFileReader reader;
  private final Consumer<FoundContents> taker;
  private final MonotonicClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private @Nullable Thread thread;

  @GuardedBy("lock")
  private boolean wanted;

  /**
   * Reads what the catalogue lists.
   *
   * @param taker of what is found, on this thread; may block while there is too much
   */
  WholeReading(
      Catalogue catalogue,
      FoundFileReader reader,
      Consumer<FoundContents> taker,
      MonotonicClock clock) {
    this.catalogue = catalogue;
    this.reader = reader;
    this.taker = taker;
    this.clock = clock;
  }

  void start(String threadName) {
    Thread started = new Thread(this::run, threadName);
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** There may be files to read. Any thread; returns at once. */
  void wake() {
    lock.lock();
    try {
      wanted = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, also in the middle of a file. Does not wait. */
  void close() {
    Thread ending = thread;
    if (ending != null) {
      ending.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        awaitWanted();
        readAll();
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      LOG.debug("reading of found files ended");
    }
  }

  private void awaitWanted() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!wanted) {
        woken.await();
      }
      wanted = false;
    } finally {
      lock.unlock();
    }
  }

  private void readAll() throws InterruptedException, ClosedByInterruptException {
    long last = 0;
    for (List<FoundFile> files = next(last); !files.isEmpty(); files = next(last)) {
      for (FoundFile file : files) {
        last = file.id();
        read(file);
      }
    }
  }

  private List<FoundFile> next(long afterId) {
    try {
      return catalogue.unread(afterId, FILES_AT_A_TIME);
    } catch (IOException e) {
      LOG.debug("looking for files to read: {}", e.toString());
      return List.of();
    }
  }

  private void read(FoundFile file) throws InterruptedException, ClosedByInterruptException {
    long start = clock.nanos();
    taker.accept(reader.whole(file));
    TimeUnit.NANOSECONDS.sleep(clock.nanos() - start);
  }
}
