package isr.recorder;

import isr.audio.MonotonicClock;
import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSources;
import isr.recorder.SourceStatus.State;
import isr.segment.DiskSync;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Records one source until it is told to stop or gives up.
 *
 * <pre>
 *   CONNECTING ── audio ──▶ RECORDING ◀──▶ DISK_ERROR
 *       ▲  └── failure ──▶ WAITING   ◀── failure ──┘
 *       └──── retry time ────┘ └── too many failures ──▶ GAVE_UP
 * </pre>
 *
 * <p>{@link #run} is the source's own thread; {@link #stop} may come from any.
 */
final class SourceSession implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);

  private final SourceSettings settings;
  private final CaptureSources captures;
  private final RecordingEvents events;
  private final MonotonicClock clock;
  private final InstantSource wallClock;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final StatusBoard status;
  private final Intake intake;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Capture capture;
  private int failures;

  /** The last failure was one that no retry mends; only a source without end tries all the same. */
  private boolean hopeless;

  SourceSession(
      SourceSettings settings,
      CaptureSources captures,
      DiskSync disk,
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
    SegmentLane lane = new SegmentLane(settings, disk, events, status);
    this.intake = new Intake(settings, lane, events, status, clock, wallClock);
  }

  /** How the source is doing; any thread. */
  SourceStatus status() {
    return status.read();
  }

  /** Makes {@link #run} finish the segment and return soon; any thread, idempotent. */
  void stop() {
    stopped.countDown();
    Capture running = capture;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public void run() {
    MDC.put(Recorder.LOG_SOURCE, settings.name());
    events.note(wallClock.instant(), "started: " + settings.spec().description());
    boolean gaveUp = true;
    try {
      gaveUp = !recordUntilStopped();
    } catch (InterruptedException e) {
      LOG.info("{}: interrupted", settings.name());
      gaveUp = false;
    } finally {
      finish(gaveUp);
    }
  }

  /** Records until it is told to stop; false when it gives up. */
  private boolean recordUntilStopped() throws InterruptedException {
    while (!isStopping()) {
      String failure = attempt();
      if (!isStopping() && !waitToRetry(failure)) {
        return false;
      }
    }
    return true;
  }

  private boolean isStopping() {
    return stopped.getCount() == 0;
  }

  /**
   * Connects and records until the connection ends.
   *
   * @return why it ended
   */
  private String attempt() throws InterruptedException {
    status.state(State.CONNECTING, wallClock.instant(), null, null);
    hopeless = false;
    intake.connecting();
    String cause = "the source ended";
    try (Capture opened = captures.open(settings.spec(), context())) {
      capture = opened;
      if (!isStopping()) {
        opened.run(intake);
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (CaptureException e) {
      cause = messageOf(e);
      hopeless = !e.retryable();
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      cause = messageOf(e);
      LOG.debug("{}: failed", settings.name(), e);
    } finally {
      capture = null;
    }
    if (!isStopping()) {
      countFailure();
      disconnected(cause);
    }
    return cause;
  }

  /** Whatever goes wrong in writing the rest must not end the source. */
  private void disconnected(String cause) {
    try {
      intake.disconnected(cause);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("{}: writing what had arrived failed", settings.name(), e);
    }
  }

  private void countFailure() {
    boolean wasHealthy = intake.received().compareTo(RetryPolicy.HEALTHY) >= 0;
    failures = wasHealthy ? 1 : failures + 1;
  }

  /** Waits until the next try is due; false when there is none. */
  private boolean waitToRetry(String cause) throws InterruptedException {
    if (settings.retry().givesUpAfter(hopeless ? Integer.MAX_VALUE : failures)) {
      LOG.error("{}: {}", settings.name(), cause);
      return false;
    }
    Duration wait = settings.retry().waitAfter(failures, random);
    Instant now = wallClock.instant();
    LOG.warn("{}: {}; trying again in {} s", settings.name(), cause, wait.toMillis() / 1000.0);
    status.state(State.WAITING, now, cause, now.plus(wait));
    boolean stop = stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("{}: waited, stop: {}", settings.name(), stop);
    return true;
  }

  private void finish(boolean gaveUp) {
    intake.stop(gaveUp ? "gave up" : "stopped");
    Instant now = wallClock.instant();
    if (gaveUp) {
      LOG.error("{}: gave up after {} failures", settings.name(), failures);
      events.note(now, "gave up after " + failures + " failures");
      status.state(State.GAVE_UP, now, "gave up after " + failures + " failures", null);
    } else {
      events.note(now, "stopped");
      status.state(State.STOPPED, now, null, null);
    }
  }

  private CaptureContext context() {
    return new CaptureContext(settings.name(), clock, settings.stall());
  }

  private static String messageOf(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
