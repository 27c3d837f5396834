package isr.cli;

import isr.audio.MonotonicClock;
import isr.capture.CaptureSources;
import isr.config.SourceConfig;
import isr.library.LockHeldException;
import isr.recorder.Recorder;
import isr.recorder.SourceSettings;
import isr.recorder.SourceStatus;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code isr record}: locks, repair of what a crash left, recording, and an orderly end.
 *
 * <p>A signal ends it through a shutdown hook, which waits until every file is finished and then
 * ends the JVM with the run's own exit code.
 */
final class RecordingRun {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingRun.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** A little less than the ten seconds that are promised. */
  private static final long HOOK_WAIT_MILLIS = 9_500;

  private final InstantSource wallClock = InstantSource.system();
  private final List<SourceConfig> sources;
  private final Optional<Screen> screen;
  private final Optional<Duration> length;
  private final OutputDirectories directories = new OutputDirectories(wallClock);
  private final Map<Path, Unwritable> unwritable = new LinkedHashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.DONE;

  /** Why a directory can not be written, and the sources that are to be recorded to it. */
  private record Unwritable(IOException cause, List<SourceSettings> sources) {}

  RecordingRun(List<SourceConfig> sources, Optional<Screen> screen, Optional<Duration> length) {
    this.sources = sources;
    this.screen = screen;
    this.length = length;
  }

  /** Records until the end; the exit code. */
  int run() throws InterruptedException {
    Thread hook = new Thread(this::stopAndHalt, "isr-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      record();
    } catch (IOException e) {
      LOG.error("{}", FileTrouble.reason(e));
      exitCode = ExitCode.FAILED;
    } finally {
      if (!directories.close()) {
        exitCode = ExitCode.FAILED;
      }
      LogSetup.flush();
      ended.countDown();
    }
    return exitCode;
  }

  private void record() throws IOException, InterruptedException {
    Recorder recorder =
        new Recorder(
            prepareAll(),
            CaptureSources.installed(),
            directories::events,
            MonotonicClock.system(),
            wallClock);
    LateSources waiting = new LateSources(directories, recorder::add, wallClock);
    unwritable.forEach(
        (directory, trouble) -> waiting.add(directory, trouble.sources(), trouble.cause()));
    Optional<LiveView> view =
        screen.map(s -> new LiveView(s, () -> status(recorder, waiting), wallClock));
    try {
      startRecovery();
      waitForTheEnd(recorder, waiting);
    } finally {
      waiting.close();
      recorder.close();
      view.ifPresent(LiveView::close);
    }
    boolean bad =
        waiting.anyWaiting()
            || waiting.anyRefused()
            || recorder.anyGaveUp()
            || recorder.anyEndedUnwritten()
            || recorder.anyDoubtful()
            || !recorder.hasEnded();
    exitCode = bad ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** In the order of the configuration. */
  private List<SourceStatus> status(Recorder recorder, LateSources waiting) {
    Map<String, SourceStatus> byName = new HashMap<>();
    waiting.status().forEach(status -> byName.put(status.name(), status));
    recorder.status().forEach(status -> byName.put(status.name(), status));
    return sources.stream()
        .map(source -> byName.get(source.name()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The sources that can be recorded; a directory that fails does not touch the others. */
  private List<SourceSettings> prepareAll() throws IOException, InterruptedException {
    List<SourceSettings> settings = new ArrayList<>();
    for (SourceConfig source : sources) {
      Path directory = source.settings().directory();
      try {
        directories.prepare(source.settings());
        settings.add(source.settings());
      } catch (LockHeldException e) {
        throw e;
      } catch (IOException e) {
        unwritable
            .computeIfAbsent(directory, d -> new Unwritable(e, new ArrayList<>()))
            .sources()
            .add(source.settings());
      }
    }
    return settings;
  }

  /** What a crash left is mended while recording has begun already. */
  private void startRecovery() {
    Thread thread = new Thread(directories::recover, "isr-recovery");
    thread.setDaemon(true);
    thread.start();
  }

  private void waitForTheEnd(Recorder recorder, LateSources waiting) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long left =
          length.map(Duration::toNanos).orElse(Long.MAX_VALUE) - (System.nanoTime() - start);
      long wait = Math.min(left, LOOK_EVERY.toNanos());
      boolean over = !waiting.anyWaiting() && recorder.hasEnded();
      if (left <= 0 || over || stop.await(wait, TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  /** On the shutdown hook's thread: the JVM is ending, by a signal or because we are done. */
  private void stopAndHalt() {
    boolean bySignal = ended.getCount() > 0;
    if (bySignal) {
      stop.countDown();
      try {
        boolean inTime = ended.await(HOOK_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        Runtime.getRuntime().halt(inTime ? exitCode : ExitCode.FAILED);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
