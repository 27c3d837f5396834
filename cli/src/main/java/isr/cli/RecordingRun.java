package isr.cli;

import isr.audio.MonotonicClock;
import isr.capture.CaptureSources;
import isr.config.SourceConfig;
import isr.config.WebSettings;
import isr.recorder.Recorder;
import isr.recorder.SourceSettings;
import isr.recorder.SourceStatus;
import isr.systemd.ServiceNotifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
  private final Optional<WebSettings> web;
  private final OutputDirectories directories = new OutputDirectories(wallClock);
  private final ServiceNotifier systemd =
      ServiceNotifier.of(System.getenv(), ProcessHandle.current().pid(), MonotonicClock.system());
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.DONE;

  /**
   * A run.
   *
   * @param web how its recordings are shown; empty: they are not
   */
  RecordingRun(
      List<SourceConfig> sources,
      Optional<Screen> screen,
      Optional<Duration> length,
      Optional<WebSettings> web) {
    this.sources = sources;
    this.screen = screen;
    this.length = length;
    this.web = web;
  }

  /** Records until the end; the exit code. */
  int run() throws InterruptedException {
    Thread hook = new Thread(this::stopAndHalt, "isr-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      record();
    } finally {
      if (!directories.close()) {
        exitCode = ExitCode.FAILED;
      }
      LogSetup.flush();
      ended.countDown();
    }
    return exitCode;
  }

  private void record() throws InterruptedException {
    Recorder recorder =
        new Recorder(
            List.of(),
            CaptureSources.installed(),
            directories::events,
            MonotonicClock.system(),
            wallClock);
    LateSources waiting = new LateSources(directories, recorder::add, wallClock);
    Optional<LiveView> view =
        screen.map(s -> new LiveView(s, () -> status(recorder, waiting), wallClock));
    WebSide webSide =
        WebSide.start(sources, web, directories, () -> status(recorder, waiting), wallClock);
    try {
      waiting.begin(byDirectory());
      systemd.ready();
      waitForTheEnd(recorder, waiting, webSide);
    } finally {
      systemd.stopping();
      webSide.close();
      waiting.close();
      recorder.close();
      view.ifPresent(LiveView::close);
    }
    boolean bad =
        waiting.anyWaiting()
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

  private Map<Path, List<SourceSettings>> byDirectory() {
    return sources.stream()
        .map(SourceConfig::settings)
        .collect(
            Collectors.groupingBy(
                SourceSettings::directory, LinkedHashMap::new, Collectors.toList()));
  }

  private void waitForTheEnd(Recorder recorder, LateSources waiting, WebSide webSide)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!isRefused(recorder, waiting)) {
      systemd.alive();
      waiting.tell();
      webSide.look();
      long left =
          length.map(Duration::toNanos).orElse(Long.MAX_VALUE) - (System.nanoTime() - start);
      long wait = Math.min(left, LOOK_EVERY.toNanos());
      boolean over = !waiting.anyWaiting() && recorder.hasEnded();
      if (left <= 0 || over || stop.await(wait, TimeUnit.NANOSECONDS)) {
        waiting.tell();
        return;
      }
    }
  }

  /** Whether there is nothing to be recorded here but what somebody else records; said once. */
  private static boolean isRefused(Recorder recorder, LateSources waiting) {
    Optional<String> refusal =
        waiting.refusal(); // before the recorder is asked: it gets those that leave
    boolean refused = refusal.isPresent() && recorder.status().isEmpty();
    if (refused) {
      LOG.error("not recorded: {}", refusal.get());
    }
    return refused;
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
