package isr.cli;

import isr.audio.MonotonicClock;
import isr.capture.CaptureSources;
import isr.config.SourceConfig;
import isr.format.MediaFormats;
import isr.library.Library;
import isr.library.LockHeldException;
import isr.recorder.LibraryEvents;
import isr.recorder.Recorder;
import isr.recorder.RecordingEvents;
import isr.recorder.SourceSettings;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final int LOCK_TRIES = 6;
  private static final long LOCK_WAIT_MILLIS = 500;

  /** A little less than the ten seconds that are promised. */
  private static final long HOOK_WAIT_MILLIS = 9_500;

  private final InstantSource wallClock = InstantSource.system();
  private final List<SourceConfig> sources;
  private final Optional<Screen> screen;
  private final Optional<Duration> length;
  private final Map<Path, Library> libraries = new LinkedHashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.DONE;

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
      closeLibraries();
      LogSetup.flush();
      ended.countDown();
    }
    return exitCode;
  }

  private void record() throws IOException, InterruptedException {
    List<SourceSettings> settings = prepareAll();
    if (settings.isEmpty()) {
      exitCode = ExitCode.FAILED;
      return;
    }
    boolean all = settings.size() == sources.size();
    Recorder recorder =
        new Recorder(
            settings, CaptureSources.installed(), this::events, MonotonicClock.system(), wallClock);
    Optional<LiveView> view = screen.map(s -> new LiveView(s, recorder::status, wallClock));
    try {
      startRecovery();
      waitForTheEnd(recorder);
    } finally {
      recorder.close();
      view.ifPresent(LiveView::close);
    }
    exitCode = all && !recorder.anyGaveUp() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** The sources that can be recorded; a directory that fails does not touch the others. */
  private List<SourceSettings> prepareAll() throws IOException, InterruptedException {
    List<SourceSettings> settings = new ArrayList<>();
    for (SourceConfig source : sources) {
      try {
        settings.add(prepare(source.settings()));
      } catch (LockHeldException e) {
        throw e;
      } catch (IOException e) {
        LOG.error("{}: not recorded: {}", source.name(), FileTrouble.reason(e));
      }
    }
    return settings;
  }

  /** Takes the source's lock; its library is opened when it is the first in its directory. */
  private SourceSettings prepare(SourceSettings settings) throws IOException, InterruptedException {
    Path directory = settings.directory();
    Library library = libraries.get(directory);
    if (library == null) {
      library = Library.open(directory, MediaFormats.namesByExtension());
      libraries.put(directory, library);
    }
    lock(library, settings.name());
    return settings;
  }

  /** Another recorder that starts may hold the lock for a moment, to look whether it is free. */
  private static void lock(Library library, String source)
      throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        library.lock(source);
        return;
      } catch (LockHeldException e) {
        if (tries == LOCK_TRIES) {
          throw e;
        }
        Thread.sleep(LOCK_WAIT_MILLIS);
      }
    }
  }

  private RecordingEvents events(SourceSettings settings) {
    Library library = libraries.get(settings.directory());
    if (library == null) {
      throw new IllegalStateException("no library for " + settings.directory());
    }
    return new LibraryEvents(library, settings.name(), settings.zone(), wallClock);
  }

  /** What a crash left is mended while recording has begun already. */
  private void startRecovery() {
    Thread thread = new Thread(() -> libraries.values().forEach(this::recover), "isr-recovery");
    thread.setDaemon(true);
    thread.start();
  }

  private void recover(Library library) {
    try {
      int mended = library.recover(new SegmentMender(wallClock));
      if (mended > 0) {
        LOG.info("{}: {} files of an earlier run were repaired", library.root(), mended);
      }
    } catch (IOException e) {
      LOG.error("{}: looking for files to repair failed: {}", library.root(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void waitForTheEnd(Recorder recorder) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long left =
          length.map(Duration::toNanos).orElse(Long.MAX_VALUE) - (System.nanoTime() - start);
      long wait = Math.min(left, LOOK_EVERY.toNanos());
      if (left <= 0 || stop.await(wait, TimeUnit.NANOSECONDS) || recorder.hasEnded()) {
        return;
      }
    }
  }

  private void closeLibraries() {
    for (Library library : libraries.values()) {
      try {
        library.close();
      } catch (IOException e) {
        LOG.error("{}: closing the library failed: {}", library.root(), e.toString());
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
