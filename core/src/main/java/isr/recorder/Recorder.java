package isr.recorder;

import isr.audio.MonotonicClock;
import isr.capture.CaptureSources;
import isr.recorder.SourceStatus.State;
import isr.segment.DiskSync;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records several sources at once, each on a thread of its own; none touches another. */
public final class Recorder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** The key of the logging context under which a source's thread keeps the source's name. */
  public static final String LOG_SOURCE = "source";

  /** What a source's thread may use of its stack; a capture parses, it does not recurse. */
  private static final long STACK_BYTES = 256 * 1024;

  private static final Duration STOP_WAIT = Duration.ofSeconds(6);

  private final Map<Path, DiskSync> disks = new LinkedHashMap<>();
  private final List<SourceSession> sessions = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Starts all sources.
   *
   * @param events makes the listener of one source
   */
  public Recorder(
      List<SourceSettings> sources,
      CaptureSources captures,
      Function<SourceSettings, RecordingEvents> events,
      MonotonicClock clock,
      InstantSource wallClock) {
    for (SourceSettings settings : sources) {
      DiskSync disk = disks.computeIfAbsent(settings.directory(), directory -> new DiskSync());
      SourceSession session =
          new SourceSession(settings, captures, disk, events.apply(settings), clock, wallClock);
      sessions.add(session);
      threads.add(new Thread(null, session, "isr-" + settings.name(), STACK_BYTES));
    }
    startAll();
  }

  private void startAll() {
    try {
      threads.forEach(Thread::start);
    } catch (OutOfMemoryError e) {
      LOG.error("the system allows no more threads; nothing is recorded");
      close();
      throw e;
    }
  }

  /** How the sources are doing, in the order they were given. */
  public List<SourceStatus> status() {
    return sessions.stream().map(SourceSession::status).toList();
  }

  /** Waits until every source has ended by itself, or the time is up. */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (Thread thread : threads) {
      long millis = Math.max(1, (end - System.nanoTime()) / 1_000_000);
      thread.join(millis);
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  /** Whether every source has ended by itself. */
  public boolean hasEnded() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Whether a source has given up. */
  public boolean anyGaveUp() {
    return status().stream().anyMatch(status -> status.state() == State.GAVE_UP);
  }

  /** Stops all sources and finishes their segments; returns within ten seconds. */
  @Override
  public void close() {
    sessions.forEach(SourceSession::stop);
    try {
      if (!awaitEnd(STOP_WAIT)) {
        threads.stream()
            .filter(Thread::isAlive)
            .forEach(
                t ->
                    LOG.error("{} did not stop in time; its last file is not closed", t.getName()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    disks.values().forEach(DiskSync::shutdown);
    disks.values().forEach(DiskSync::close);
  }
}
