package isr.recorder;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import isr.audio.MonotonicClock;
import isr.capture.CaptureSources;
import isr.recorder.SourceStatus.State;
import isr.segment.DiskSync;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records several sources at once, as jobs of common {@link Workers}; none touches another. */
public final class Recorder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** The key of the logging context under which a thread keeps the name of the source it is on. */
  public static final String LOG_SOURCE = "source";

  private static final Duration STOP_WAIT = Duration.ofSeconds(6);

  private final CaptureSources captures;
  private final Function<SourceSettings, RecordingEvents> events;
  private final MonotonicClock clock;
  private final InstantSource wallClock;
  private final List<SourceSession> sessions = new CopyOnWriteArrayList<>();
  private final Workers workers = new Workers();
  private final RoomWatch room;

  @GuardedBy("this")
  private final Map<Path, DiskSync> disks = new LinkedHashMap<>();

  @GuardedBy("this")
  private boolean closed;

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
    this.captures = captures;
    this.events = events;
    this.clock = clock;
    this.wallClock = wallClock;
    this.room = new RoomWatch(clock, this::bytesWritten);
    sources.forEach(this::add);
  }

  /** Starts one more source; nothing after the end. Any thread. */
  public synchronized void add(SourceSettings settings) {
    if (closed) {
      return;
    }
    DiskSync disk = disks.computeIfAbsent(settings.directory(), this::disk);
    SourceSession session =
        new SourceSession(
            settings, captures, disk, workers, events.apply(settings), clock, wallClock);
    sessions.add(session);
    session.start();
  }

  private DiskSync disk(Path directory) {
    DiskSync disk = new DiskSync();
    disk.every(RoomWatch.LOOK_EVERY, () -> room.look(directory));
    return disk;
  }

  /** Bytes written below a directory since the start. */
  private long bytesWritten(Path directory) {
    return sessions.stream()
        .filter(session -> session.directory().equals(directory))
        .mapToLong(session -> session.status().totalBytes())
        .sum();
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

  /** Whether a source has ended while nothing could be written to its disk. */
  public boolean anyEndedUnwritten() {
    return sessions.stream().anyMatch(SourceSession::endedUnwritten);
  }

  /** Whether audio may not be on its disk, although writing it went well; final after the end. */
  public boolean anyDoubtful() {
    return sessions.stream().anyMatch(SourceSession::anyDoubtful);
  }

  /** Stops all sources and finishes their segments; returns within ten seconds. */
  @Override
  public void close() {
    List<DiskSync> syncing = takeDisks();
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
    syncing.forEach(DiskSync::shutdown);
    long until = System.nanoTime() + DiskSync.CLOSE_WAIT.toNanos();
    syncing.forEach(disk -> disk.close(Duration.ofNanos(Math.max(0, until - System.nanoTime()))));
  }

  private synchronized List<DiskSync> takeDisks() {
    closed = true;
    return List.copyOf(disks.values());
  }
}
