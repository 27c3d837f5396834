package isr.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces the segments of one output directory to the disk every so often, and closes them, on a
 * thread of its own: a slow disk holds up neither a capture nor a writer nor another disk.
 *
 * <p>All methods may be called from any thread; only {@link #close} waits.
 */
public final class DiskSync implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskSync.class);

  /** How long {@link #close} waits for the disk. */
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

  /**
   * A new file is forced this soon: its name, its beginning, and the ledger line that tells of it.
   */
  private static final long FIRST_NANOS = 200_000_000L;

  private final ScheduledThreadPoolExecutor executor;

  /** Starts the thread. */
  public DiskSync() {
    executor = new ScheduledThreadPoolExecutor(1, DiskSync::thread);
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /**
   * Forces a file every so often from now on.
   *
   * @param beforehand run on the sync thread before each force: forces the ledger that tells of it
   */
  public Entry add(SegmentFile file, Duration every, Runnable beforehand) {
    return new Entry(file, every, beforehand);
  }

  /** No more files are taken; those that are finished are still forced and closed. */
  public void shutdown() {
    executor.shutdown();
  }

  /** Forces and closes the files that are finished, and ends; waits for that with a bound. */
  @Override
  public void close() {
    shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "The disk did not answer in {} s: the end of the last files may not be on it",
            CLOSE_WAIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A file that is forced again and again until it is finished. */
  public final class Entry {
    private final SegmentFile file;
    private final Runnable beforehand;
    private final Future<?> periodic;
    private boolean named;

    private Entry(SegmentFile file, Duration every, Runnable beforehand) {
      this.file = file;
      this.beforehand = beforehand;
      long nanos = every.toNanos();
      this.periodic =
          executor.scheduleWithFixedDelay(this::force, FIRST_NANOS, nanos, TimeUnit.NANOSECONDS);
    }

    /** The file is complete: it is forced once more and closed, soon. */
    public void finish() {
      finish(() -> {});
    }

    /** As {@link #finish()}, with something to do before, on the sync thread. */
    void finish(Runnable before) {
      periodic.cancel(false);
      try {
        executor.execute(
            () -> {
              before.run();
              forceAndClose();
            });
      } catch (RejectedExecutionException e) {
        LOG.debug("{}: closed without being forced: the program ends", file.path());
        before.run();
        close();
      }
    }

    /** The file is of no use any more: it is not forced again. */
    public void forget() {
      periodic.cancel(false);
    }

    private void force() {
      try {
        beforehand.run();
        file.force();
        if (!named) {
          forceDirectory(file.path());
          named = true;
        }
      } catch (IOException | RuntimeException e) {
        LOG.error("{}: forcing to the disk failed: {}", file.path(), e.toString());
      }
    }

    private void forceAndClose() {
      force();
      close();
    }

    private void close() {
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
