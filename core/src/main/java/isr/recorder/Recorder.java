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

/** Records several sources at once, as jobs of common {@link Workers}; none touches another. */
public final class Recorder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** The key of the logging context under which a thread keeps the name of the source it is on. */
  public static final String LOG_SOURCE = "source";

  private static final Duration STOP_WAIT = Duration.ofSeconds(6);

  private final Map<Path, DiskSync> disks = new LinkedHashMap<>();
  private final List<SourceSession> sessions = new ArrayList<>();
  private final Workers workers = new Workers();

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
          new SourceSession(
              settings, captures, disk, workers, events.apply(settings), clock, wallClock);
      sessions.add(session);
    }
    sessions.forEach(SourceSession::start);
  }

  /** How the sources are doing, in the order they were given. */
  public List<SourceStatus> status() {
    return sessions.stream().map(SourceSession::status).toList();
  }

  /** Waits until every source has ended by itself, or the time is up. */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (SourceSession session : sessions) {
      if (!session.awaitEnd(end - System.nanoTime())) {
        return false;
      }
    }
    return true;
  }

  /** Whether every source has ended by itself. */
  public boolean hasEnded() {
    return sessions.stream().allMatch(SourceSession::hasEnded);
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
        sessions.stream()
            .filter(session -> !session.hasEnded())
            .forEach(
                session ->
                    LOG.error(
                        "{} did not stop in time; its last file is not closed", session.name()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.close();
    disks.values().forEach(DiskSync::shutdown);
    disks.values().forEach(DiskSync::close);
  }
}
