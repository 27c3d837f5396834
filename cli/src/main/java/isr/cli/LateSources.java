package isr.cli;

import isr.library.LockHeldException;
import isr.recorder.RecordingEvents;
import isr.recorder.SourceSettings;
import isr.recorder.SourceStatus;
import isr.recorder.SourceStatus.State;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sources whose directory could not be written at the start: it is tried every {@value
 * #RETRY_MILLIS} ms, on a thread for each directory, because a disk may also hang. The time until
 * then is a gap.
 */
final class LateSources {
  static final long RETRY_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(LateSources.class);

  private final OutputDirectories directories;
  private final Consumer<SourceSettings> ready;
  private final InstantSource wallClock;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean refused;

  /** Why a source waits, and since when. */
  private record Waiting(SourceSettings settings, Instant since, String cause) {
    SourceStatus status() {
      return new SourceStatus(
          settings.name(),
          settings.spec().description(),
          State.DISK_ERROR,
          since,
          List.of(),
          Optional.empty(),
          0,
          0,
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.of(cause),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * None.
   *
   * @param ready takes a source whose directory can be written, on a thread of that directory
   */
  LateSources(
      OutputDirectories directories, Consumer<SourceSettings> ready, InstantSource wallClock) {
    this.directories = directories;
    this.ready = ready;
    this.wallClock = wallClock;
  }

  /** Begins to try for the sources of a directory. */
  void add(Path directory, List<SourceSettings> sources, IOException cause) {
    Instant now = wallClock.instant();
    String text = FileTrouble.reason(cause);
    for (SourceSettings source : sources) {
      LOG.error(
          "{}: {}; tried again every {} s, not recorded until then",
          source.name(),
          text,
          RETRY_MILLIS / 1000);
      waiting.put(source.name(), new Waiting(source, now, text));
    }
    Thread thread = new Thread(() -> retry(directory, sources), "isr-directory");
    thread.setDaemon(true);
    thread.start();
  }

  private void retry(Path directory, List<SourceSettings> sources) {
    try {
      while (!ended.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        sources.forEach(this::retry);
        if (sources.stream().noneMatch(source -> waiting.containsKey(source.name()))) {
          directories.recover(directory);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void retry(SourceSettings source) {
    Waiting waits = waiting.get(source.name());
    if (waits == null || ended.getCount() == 0) {
      return;
    }
    try {
      directories.prepare(source);
      begin(waits);
    } catch (LockHeldException e) {
      LOG.error("{}: not recorded: {}", source.name(), FileTrouble.reason(e));
      refused = true;
      waiting.remove(source.name());
    } catch (IOException e) {
      LOG.debug("{}: {}", source.name(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Waiting waits) {
    SourceSettings source = waits.settings();
    Duration late = Duration.between(waits.since(), wallClock.instant());
    directories
        .events(source)
        .gap(
            new RecordingEvents.Gap(
                waits.since(), late, waits.cause(), 0, Optional.empty(), Optional.empty()));
    LOG.info("{}: {} can be written: recording begins", source.name(), source.directory());
    ready.accept(source);
    waiting.remove(source.name());
  }

  /** Those that wait, as the recorder tells of the others. */
  List<SourceStatus> status() {
    return waiting.values().stream().map(Waiting::status).toList();
  }

  /** Whether a source can not be recorded any more, because somebody else does. */
  boolean anyRefused() {
    return refused;
  }

  /** Whether sources wait. */
  boolean anyWaiting() {
    return !waiting.isEmpty();
  }

  /** Tries no more. */
  void close() {
    ended.countDown();
  }
}
