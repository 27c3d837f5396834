package isr.recorder;

import isr.audio.MonotonicClock;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSources;
import isr.recorder.SourceStatus.State;
import isr.segment.DiskSync;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Records one source until it is told to stop or gives up, as a job among others.
 *
 * <pre>
 *   CONNECTING ── audio ──▶ RECORDING ◀──▶ DISK_ERROR
 *       ▲  └── failure ──▶ WAITING   ◀── failure ──┘
 *       └──── retry time ────┘ └── too many failures ──▶ GAVE_UP
 * </pre>
 *
 * <p>{@link #step} is called on one thread at a time; {@link #stop} may come from any.
 */
final class SourceSession implements Workers.Job {
  private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);

  /** After an error that should not be, it is tried again in so long. */
  private static final long TROUBLE_NANOS = 5_000_000_000L;

  private final SourceSettings settings;
  private final CaptureSources captures;
  private final RecordingEvents events;
  private final MonotonicClock clock;
  private final InstantSource wallClock;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final StatusBoard status;
  private final Intake intake;
  private final Workers.Entry job;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean unwritten;
  private volatile @Nullable Attempt attempt;
  private boolean started;
  private int failures;
  private boolean hopelessTold;

  /** Whether the last attempt found no device: however long that lasts, it is one failure. */
  private boolean absent;

  /** When the next attempt is due, while there is none. */
  private long retryNanos;

  SourceSession(
      SourceSettings settings,
      CaptureSources captures,
      DiskSync disk,
      Workers workers,
      RecordingEvents events,
      MonotonicClock clock,
      InstantSource wallClock) {
    this.settings = settings;
    this.captures = captures;
    this.events = events;
    this.clock = clock;
    this.wallClock = wallClock;
    this.status =
        new StatusBoard(settings.name(), settings.spec().description(), wallClock.instant());
    Lanes lanes = Lanes.of(settings, disk, events, status);
    this.intake = new Intake(settings, lanes, events, status, clock, wallClock);
    this.job = workers.add(this);
  }

  /** How the source is doing; any thread. */
  SourceStatus status() {
    return status.read();
  }

  /** Begins; returns at once. */
  void start() {
    job.wake();
  }

  /** Finishes the segment and ends soon; any thread, idempotent, returns at once. */
  void stop() {
    stopping = true;
    Attempt running = attempt;
    if (running != null) {
      running.close();
    }
    job.wake();
  }

  /** Whether the session is over, and every file of it finished. */
  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Waits for the end of the session; whether it came in time. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public long step() {
    MDC.put(Recorder.LOG_SOURCE, settings.name());
    try {
      long next = record();
      if (next == ENDED) {
        ended.countDown();
      }
      return next;
    } catch (RuntimeException | Error e) {
      return troubled(e);
    } finally {
      MDC.remove(Recorder.LOG_SOURCE);
    }
  }

  /** An error outside of the capture: goes on as after any other failure, if it possibly can. */
  private long troubled(Throwable trouble) {
    try {
      LOG.error("{}: internal error", settings.name(), trouble);
      if (attempt != null) {
        return TROUBLE_NANOS;
      }
      if (!stopping) {
        return ended(Attempt.Outcome.of(trouble));
      }
      status.state(State.GAVE_UP, wallClock.instant(), "internal error: " + trouble, null);
    } catch (RuntimeException | Error e) {
      retryNanos = clock.nanos() + TROUBLE_NANOS;
    }
    if (!stopping) {
      return TROUBLE_NANOS;
    }
    ended.countDown();
    return ENDED;
  }

  /** The next step of whatever is going on; what {@link Workers.Job#step} returns. */
  private long record() {
    if (!started) {
      started = true;
      retryNanos = clock.nanos();
      events.note(wallClock.instant(), "started: " + settings.spec().description());
    }
    Attempt running = attempt;
    if (running != null) {
      return goOn(running);
    }
    if (stopping) {
      return finish(false);
    }
    long wait = retryNanos - clock.nanos();
    return wait > 0 ? wait : begin();
  }

  private long begin() {
    status.state(State.CONNECTING, wallClock.instant(), null, null);
    intake.connecting();
    try {
      CaptureContext context = new CaptureContext(settings.name(), clock, settings.stall());
      Attempt begun =
          new Attempt(settings.name(), captures.open(settings.spec(), context), intake, job::wake);
      attempt = begun;
      if (stopping) {
        begun.close();
      }
      return goOn(begun);
    } catch (CaptureException | RuntimeException e) {
      return ended(Attempt.Outcome.of(e));
    }
  }

  private long goOn(Attempt running) {
    OptionalLong wait = running.step();
    if (wait.isPresent()) {
      return wait.getAsLong();
    }
    attempt = null;
    return ended(running.outcome());
  }

  /** An attempt is over: what arrived is written, and the next one is due some time, or never. */
  private long ended(Attempt.Outcome outcome) {
    if (stopping) {
      return finish(false);
    }
    boolean wasHealthy = intake.received().compareTo(RetryPolicy.HEALTHY) >= 0;
    boolean stillAbsent = absent && outcome.absent() && !wasHealthy;
    absent = outcome.absent();
    failures = wasHealthy ? 1 : stillAbsent ? failures : failures + 1;
    disconnected(outcome.cause());
    tellHopeless(outcome, wasHealthy);
    if (settings.retry().givesUpAfter(outcome.hopeless() ? Integer.MAX_VALUE : failures)) {
      LOG.error("{}: {}", settings.name(), outcome.cause());
      return finish(true);
    }
    return waitToRetry(outcome, stillAbsent);
  }

  /** A source that never gives up says once that it waits for somebody to do something. */
  private void tellHopeless(Attempt.Outcome outcome, boolean wasHealthy) {
    hopelessTold &= !wasHealthy;
    if (outcome.hopeless() && !hopelessTold && settings.retry().maxRetries() == 0) {
      hopelessTold = true;
      LOG.error(
          "{}: {}; hardly anything but a change of the configuration helps, but max_retries is 0:"
              + " it is tried again for ever, at the longest wait",
          settings.name(),
          outcome.cause());
    }
  }

  /** Whatever goes wrong in writing the rest must not end the source. */
  private void disconnected(String cause) {
    try {
      intake.disconnected(cause);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("{}: writing what had arrived failed", settings.name(), e);
    }
  }

  /** A device that comes back is not to be missed for long: the wait for it stays short. */
  private long waitToRetry(Attempt.Outcome outcome, boolean told) {
    RetryPolicy policy = settings.retry();
    int count = outcome.absent() ? 1 : outcome.hopeless() ? Integer.MAX_VALUE : failures;
    Duration wait = policy.waitAfter(count, outcome.retryAfter(), random);
    Instant now = wallClock.instant();
    LOG.atLevel(told ? Level.DEBUG : Level.WARN)
        .log(
            "{}: {}; trying again in {} s{}",
            settings.name(),
            outcome.cause(),
            wait.toMillis() / 1000.0,
            outcome.retryAfter().filter(policy::isTooLong).isPresent()
                ? ", which is the longest wait"
                : "");
    status.state(State.WAITING, now, outcome.cause(), now.plus(wait));
    retryNanos = clock.nanos() + wait.toNanos();
    return wait.toNanos();
  }

  private long finish(boolean gaveUp) {
    unwritten = intake.stop(gaveUp ? "gave up" : "stopped");
    Instant now = wallClock.instant();
    if (gaveUp) {
      LOG.error("{}: gave up after {} failures", settings.name(), failures);
      events.note(now, "gave up after " + failures + " failures");
      status.state(State.GAVE_UP, now, "gave up after " + failures + " failures", null);
    } else {
      events.note(now, "stopped");
      status.state(State.STOPPED, now, null, null);
    }
    return ENDED;
  }

  String name() {
    return settings.name();
  }

  /** The output directory. */
  Path directory() {
    return settings.directory();
  }

  /** Whether the session ended while nothing could be written. */
  boolean endedUnwritten() {
    return unwritten;
  }

  /** Whether audio may not be on the disk, although writing it went well. */
  boolean anyDoubtful() {
    return intake.anyDoubtful();
  }
}
