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
import java.util.ArrayList;
import java.util.Collection;
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
 * Sources that are not recorded yet. Their directories are opened on a thread for each, because a
 * disk may hang; what fails is tried every {@value #RETRY_MILLIS} ms. A source begins as soon as it
 * can be written and nobody else has its lock, whatever becomes of the others.
 *
 * <pre>
 *   NOT_YET ── can be written ──────────────────────────▶ (recorded)
 *      │  └─── no answer for 2 s ──▶ NO_ANSWER ──▶ ▲
 *      ├─────── can not be written ──▶ UNWRITABLE ─▶ ┤
 *      └─ locked, six times in 3 s ──▶ RECORDED_ELSEWHERE or IN_REPAIR
 * </pre>
 */
final class LateSources {
  static final long RETRY_MILLIS = 5_000;

  /**
   * A lock may be held for a moment by another recorder that starts, to look whether it is free.
   */
  private static final int LOCK_TRIES = 6;

  private static final long LOCK_WAIT_MILLIS = 500;

  /** An answer that takes longer is told of. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(LateSources.class);

  private final OutputDirectories directories;
  private final Consumer<SourceSettings> ready;
  private final InstantSource wallClock;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Why a source is not recorded. */
  private enum Why {
    NOT_YET,
    NO_ANSWER,
    UNWRITABLE,
    RECORDED_ELSEWHERE,
    IN_REPAIR
  }

  /** Why a source waits, and since when; said is whether the log has it. */
  private record Waiting(
      SourceSettings settings, Instant since, Why why, String cause, boolean said) {
    Waiting because(Why reason, String text) {
      return new Waiting(settings, since, reason, text, said && reason == why);
    }

    Waiting told() {
      return new Waiting(settings, since, why, cause, true);
    }

    boolean isLocked() {
      return why == Why.RECORDED_ELSEWHERE || why == Why.IN_REPAIR;
    }

    SourceStatus status() {
      return new SourceStatus(
          settings.name(),
          settings.spec().description(),
          why == Why.NOT_YET ? State.CONNECTING : isLocked() ? State.WAITING : State.DISK_ERROR,
          since,
          List.of(),
          Optional.empty(),
          0,
          0,
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.of(cause).filter(text -> !text.isEmpty()),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * None.
   *
   * @param ready takes a source that can be recorded, on the thread of its directory
   */
  LateSources(
      OutputDirectories directories, Consumer<SourceSettings> ready, InstantSource wallClock) {
    this.directories = directories;
    this.ready = ready;
    this.wallClock = wallClock;
  }

  /**
   * Begins with the sources of each directory, in their order. Returns when all directories have
   * answered, or some do not for {@link #PATIENCE}.
   */
  void begin(Map<Path, List<SourceSettings>> byDirectory) throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(byDirectory.size());
    Instant now = wallClock.instant();
    byDirectory.values().stream()
        .flatMap(List::stream)
        .forEach(s -> waiting.put(s.name(), new Waiting(s, now, Why.NOT_YET, "", false)));
    byDirectory.forEach(
        (directory, sources) ->
            start("isr-directory", () -> run(directory, List.copyOf(sources), answers)));
    boolean unused = answers.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Path directory, List<SourceSettings> sources, CountDownLatch answers) {
    try {
      boolean recovering = false;
      for (int round = 1; ended.getCount() > 0; round++) {
        for (SourceSettings source : sources) {
          attempt(source, round);
        }
        answers.countDown();
        boolean soon = among(sources).stream().anyMatch(waits -> waits.why() == Why.NOT_YET);
        if (!recovering && !soon && directories.isOpen(directory)) {
          recovering = true;
          start("isr-recovery", () -> directories.recover(directory));
        }
        if (among(sources).isEmpty()
            || ended.await(soon ? LOCK_WAIT_MILLIS : RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those that wait still. */
  private List<Waiting> among(List<SourceSettings> sources) {
    List<Waiting> left = new ArrayList<>();
    for (SourceSettings source : sources) {
      Waiting waits = waiting.get(source.name());
      if (waits != null) {
        left.add(waits);
      }
    }
    return left;
  }

  private void attempt(SourceSettings source, int round) {
    if (!waiting.containsKey(source.name()) || ended.getCount() == 0) {
      return;
    }
    try {
      directories.prepare(source);
      record(source);
    } catch (LockHeldException e) {
      if (round >= LOCK_TRIES) {
        waits(source, e.isRecording() ? Why.RECORDED_ELSEWHERE : Why.IN_REPAIR, e);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("{}: not yet", source.name(), e);
      waits(source, Why.UNWRITABLE, e);
    }
  }

  private void waits(SourceSettings source, Why why, Exception cause) {
    String text = FileTrouble.reason(cause);
    waiting.computeIfPresent(source.name(), (name, waits) -> waits.because(why, text));
  }

  /**
   * What somebody else may have recorded is no gap, and what was ready as soon as it was asked is
   * none either.
   */
  private void record(SourceSettings source) {
    Waiting waits = waiting.get(source.name());
    if (waits != null && waits.why() == Why.RECORDED_ELSEWHERE) {
      String text = "recording begins: nobody else records the source any more";
      directories.events(source).note(wallClock.instant(), text);
      LOG.info("{}: {}", source.name(), text);
    } else if (waits != null && waits.why() != Why.NOT_YET) {
      Duration late = Duration.between(waits.since(), wallClock.instant());
      directories
          .events(source)
          .gap(
              new RecordingEvents.Gap(
                  waits.since(), late, waits.cause(), 0, Optional.empty(), Optional.empty()));
      LOG.info("{}: {} can be written: recording begins", source.name(), source.directory());
    }
    ready.accept(source);
    waiting.remove(source.name());
  }

  /** Says which sources wait, and why, unless that was said; to be called every so often. */
  void tell() {
    Instant now = wallClock.instant();
    for (String name : List.copyOf(waiting.keySet())) {
      Waiting waits = waiting.computeIfPresent(name, (n, known) -> noticed(known, now));
      if (waits != null && waits.why() != Why.NOT_YET && !waits.said()) {
        LOG.error(
            "{}: {}; tried again every {} s, not recorded until then",
            name,
            waits.cause(),
            RETRY_MILLIS / 1000);
        waiting.computeIfPresent(
            name, (n, known) -> known.why() == waits.why() ? known.told() : known);
      }
    }
  }

  private static Waiting noticed(Waiting waits, Instant now) {
    boolean silent =
        waits.why() == Why.NOT_YET && Duration.between(waits.since(), now).compareTo(PATIENCE) > 0;
    return silent
        ? waits.because(
            Why.NO_ANSWER, "output directory " + waits.settings().directory() + " does not answer")
        : waits;
  }

  /** Who records the sources, when somebody else does so with all that wait, and some do. */
  Optional<String> refusal() {
    Collection<Waiting> all = List.copyOf(waiting.values());
    boolean refused = all.stream().allMatch(waits -> waits.why() == Why.RECORDED_ELSEWHERE);
    return refused ? all.stream().map(Waiting::cause).findFirst() : Optional.empty();
  }

  /** Those that wait, as the recorder tells of the others. */
  List<SourceStatus> status() {
    return waiting.values().stream().map(Waiting::status).toList();
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
