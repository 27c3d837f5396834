package isr.segment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces the segments of one output directory to the disk every so often, and closes them, on a
 * thread of its own: a slow disk holds up neither a capture nor a writer nor another disk. Files
 * that are due at about the same time are forced in one round, because a round costs a wake-up, and
 * the ledger and a directory have to be forced only once in it.
 *
 * <p>All methods may be called from any thread; only {@link #close} waits.
 */
public final class DiskSync implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskSync.class);

  /** How long {@link #close} waits for the disk. */
  public static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

  /**
   * A new file is forced this soon: its name, its beginning, and the ledger line that tells of it.
   */
  private static final long FIRST_NANOS = 200_000_000L;

  /** A finished file waits this long for others: sources on one clock are split together. */
  private static final long FINISH_NANOS = 50_000_000L;

  /** So many finished files may wait open; those beyond are opened again when they are forced. */
  private static final int MOST_OPEN = 20;

  /** What is due within this time is forced in the same round. */
  private static final long TOGETHER_NANOS = 100_000_000L;

  private final long begun = System.nanoTime();
  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor executor;
  private final Forcing forcing;

  /** Finished, and not forced yet for the last time. */
  private final AtomicInteger waiting = new AtomicInteger();

  @GuardedBy("this")
  private @Nullable Future<?> round;

  @GuardedBy("this")
  private long roundNanos;

  @GuardedBy("this")
  private boolean ending;

  /** How a file gets to the disk. */
  @FunctionalInterface
  public interface Forcing {
    /** Returns when what was written to the file is on the disk. */
    void force(SegmentFile file) throws IOException;
  }

  /** Learns that a file may not be on the disk as it was written; called on the sync thread. */
  @FunctionalInterface
  public interface Doubt {
    /**
     * Forcing has failed. The system tells that once; whether the next time succeeds says nothing
     * about what was to be forced this time.
     *
     * @param fromSample up to it everything was forced with success, or has been told of
     * @param toSample what was written so far
     */
    void arises(Path file, IOException cause, long fromSample, long toSample);
  }

  /** Starts the thread. */
  public DiskSync() {
    this(SegmentFile::force);
  }

  /** As above, with another way to get a file to the disk. */
  public DiskSync(Forcing forcing) {
    this.forcing = forcing;
    executor = new ScheduledThreadPoolExecutor(1, DiskSync::thread);
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Forces a file every so often from now on.
   *
   * @param beforehand run on the sync thread before each round: forces the ledger that tells of it
   * @param written how many samples were handed to the operating system; called on the sync thread
   */
  Entry add(
      SegmentFile file, Duration every, Runnable beforehand, LongSupplier written, Doubt doubt) {
    Entry entry = new Entry(file, every, beforehand, written, doubt);
    entries.add(entry);
    plan(FIRST_NANOS);
    return entry;
  }

  /** Does something about the disk after some time; at the end, at once, or not at all. */
  void run(Runnable work, long afterNanos) {
    try {
      Future<?> unused = executor.schedule(work, afterNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("not done any more: the program ends");
    }
  }

  /** Does something about the disk every so often, which may wait for it; until the end. */
  public void every(Duration time, Runnable look) {
    long nanos = time.toNanos();
    Future<?> unused = executor.scheduleWithFixedDelay(look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** No more files are taken; those that are finished are still forced and closed. */
  public void shutdown() {
    synchronized (this) {
      if (!ending) {
        ending = true;
        executor.execute(this::round);
      }
    }
    executor.shutdown(); // drops the round that was planned
  }

  /** Forces and closes the files that are finished, and ends; waits for that with a bound. */
  @Override
  public void close() {
    close(CLOSE_WAIT);
  }

  /** As {@link #close()}, waiting no longer than that. */
  public void close(Duration atMost) {
    shutdown();
    try {
      if (!executor.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("A disk did not answer in time: the end of the last files may not be on it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets a round come after so long, unless one comes before; false when none will. */
  private synchronized boolean plan(long afterNanos) {
    if (ending) {
      return false;
    }
    long at = sinceBegun() + afterNanos;
    Future<?> planned = round;
    if (planned != null && roundNanos <= at) {
      return true;
    }
    if (planned != null) {
      planned.cancel(false);
    }
    roundNanos = at;
    round = executor.schedule(this::round, afterNanos, TimeUnit.NANOSECONDS);
    return true;
  }

  /** Forces, and where they are finished closes, the files that are due or soon will be. */
  private void round() {
    synchronized (this) {
      round = null;
    }
    try {
      long soon = sinceBegun() + TOGETHER_NANOS;
      force(entries.stream().filter(entry -> entry.dueNanos() <= soon).toList());
    } catch (RuntimeException e) { // there is a next round
      LOG.error("Forcing files to the disk failed", e);
    }
    OptionalLong next = entries.stream().mapToLong(Entry::dueNanos).min();
    if (next.isPresent()) {
      plan(Math.max(0, next.getAsLong() - sinceBegun()));
    }
  }

  /** What tells of the files is forced before all of them, and their names once per directory. */
  private void force(List<Entry> due) {
    due.forEach(Entry::prepare);
    due.forEach(Entry::force);
    due.stream()
        .filter(entry -> !entry.named)
        .map(entry -> Optional.ofNullable(entry.file.path().getParent()))
        .flatMap(Optional::stream)
        .distinct()
        .forEach(DiskSync::forceDirectory);
    due.forEach(Entry::forced);
  }

  private long sinceBegun() {
    return System.nanoTime() - begun;
  }

  /** A file that is forced again and again until it is finished. */
  public final class Entry {
    private final SegmentFile file;
    private final long everyNanos;
    private final Runnable beforehand;
    private final LongSupplier written;
    private final Doubt doubt;

    /** Of the sync thread: so many samples are on the disk, or their doubt was told. */
    private long settled;

    /** When to force it next, since the thread was begun. */
    @GuardedBy("this")
    private long dueNanos;

    @GuardedBy("this")
    private boolean finished;

    /** To do when the file is finished, before it is forced. */
    @GuardedBy("this")
    private Runnable atEnd = () -> {};

    /** Of the sync thread: this round is the file's last. */
    private boolean closing;

    /** Of the sync thread: the file's name is on the disk. */
    private boolean named;

    private Entry(
        SegmentFile file, Duration every, Runnable beforehand, LongSupplier written, Doubt doubt) {
      this.file = file;
      this.written = written;
      this.doubt = doubt;
      this.beforehand = beforehand;
      this.everyNanos = every.toNanos();
      this.dueNanos = sinceBegun() + FIRST_NANOS;
    }

    private synchronized long dueNanos() {
      return dueNanos;
    }

    /** The file is complete: it is forced once more and closed, soon. */
    public void finish() {
      if (waiting.get() >= MOST_OPEN) {
        letGo();
      }
      finish(() -> {});
    }

    /** As {@link #finish()}, with something to do before with the open file, on the sync thread. */
    void finish(Runnable before) {
      synchronized (this) {
        atEnd = before;
        if (!finished) {
          waiting.incrementAndGet();
        }
        finished = true;
        dueNanos = sinceBegun();
      }
      entries.add(this);
      if (!plan(FINISH_NANOS) && entries.remove(this)) {
        LOG.debug("{}: closed without being forced: the program ends", file.path());
        before.run();
        close();
      }
    }

    /** The file is of no use any more: it is not forced again. */
    public void forget() {
      entries.remove(this);
    }

    private void prepare() {
      Runnable before;
      synchronized (this) {
        closing = finished;
        before = atEnd;
        atEnd = () -> {};
      }
      try {
        before.run();
        beforehand.run();
      } catch (RuntimeException e) { // the file is forced all the same
        LOG.error("{}: trouble before forcing it to the disk", file.path(), e);
      }
    }

    private void force() {
      long before = written.getAsLong();
      try {
        forcing.force(file);
        settled = before;
      } catch (IOException e) {
        doubt(e);
      } catch (RuntimeException e) {
        doubt(new IOException(e.toString(), e));
      }
    }

    /** What was written while it was forced may be lost with the rest. */
    private void doubt(IOException cause) {
      LOG.debug("{}: forcing to the disk failed", file.path(), cause);
      long from = settled;
      settled = written.getAsLong();
      try {
        doubt.arises(file.path(), cause, from, settled);
      } catch (RuntimeException e) { // the other files of the round are forced all the same
        LOG.error("{}: telling of it failed", file.path(), e);
      }
    }

    private void forced() {
      named = true;
      if (closing) {
        if (entries.remove(this)) {
          close();
        }
        return;
      }
      synchronized (this) {
        if (!finished) {
          dueNanos = sinceBegun() + everyNanos;
        }
      }
    }

    private void letGo() {
      try {
        file.closeUnlessForcing();
      } catch (IOException e) {
        LOG.error("{}: closing failed: {}", file.path(), e.toString());
      }
    }

    private void close() {
      waiting.decrementAndGet();
      try {
        file.close();
      } catch (IOException e) {
        LOG.error("{}: closing failed: {}", file.path(), e.toString());
      }
    }
  }

  /** Makes the file's name durable; where directories can not be opened, the system does it. */
  static void forceDirectory(Path file) {
    Path directory = file.getParent();
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("{}: {}", directory, e.toString());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "isr-sync");
    thread.setDaemon(true);
    return thread;
  }
}
