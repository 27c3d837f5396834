package isr.web;

import isr.recorder.SourceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes how our sources are doing, while they watch; on a thread of its own, {@code
 * isr-status}, because a disk may hang.
 */
public final class StatusPublisher implements AutoCloseable {
  private static final long PERIOD_MILLIS = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);

  private final Map<String, Path> directories;
  private final Supplier<List<SourceStatus>> sources;
  private final InstantSource clock;
  private final Map<Path, StatusFiles> files = new LinkedHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "isr-status");

  private StatusPublisher(
      Map<String, Path> directories, Supplier<List<SourceStatus>> sources, InstantSource clock) {
    this.directories = Map.copyOf(directories);
    this.sources = sources;
    this.clock = clock;
    long pid = ProcessHandle.current().pid();
    directories.values().forEach(d -> files.computeIfAbsent(d, key -> new StatusFiles(key, pid)));
  }

  /**
   * Begins.
   *
   * @param directories the output directory of each source, by its name
   * @param sources how they are doing; asked on another thread
   */
  @SuppressWarnings("ThreadPriorityCheck") // recording comes first, where the system knows ranks
  public static StatusPublisher start(
      Map<String, Path> directories, Supplier<List<SourceStatus>> sources, InstantSource clock) {
    StatusPublisher publisher = new StatusPublisher(directories, sources, clock);
    publisher.thread.setDaemon(true);
    publisher.thread.setPriority(Thread.MIN_PRIORITY);
    publisher.thread.start();
    return publisher;
  }

  private void run() {
    try {
      while (!closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        files.forEach(this::publish);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      files.values().forEach(StatusFiles::remove);
    }
  }

  private void publish(Path directory, StatusFiles file) {
    if (!file.isWatched(clock.instant())) {
      return;
    }
    try {
      file.write(
          sources.get().stream()
              .filter(source -> directory.equals(directories.get(source.name())))
              .map(source -> SourceView.of(source, directory))
              .toList());
    } catch (IOException | RuntimeException e) {
      LOG.debug("status of {}: {}", directory, e.toString());
    }
  }

  /** Ends it; waits a second at most. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(PERIOD_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
