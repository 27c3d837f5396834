package isr.capture.http;

import isr.audio.MonotonicClock;
import isr.capture.CaptureException;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * A connection that brings audio, taken in steps.
 *
 * <pre>
 *   receiving ── closed ──▶ draining ── quiet, or too long ──▶ ended
 *       └── end of the body, failure, stall ─────────────────────▲
 * </pre>
 */
final class Reception {
  /** On closing, what the kernel holds is there after so long at the latest. */
  private static final long ANSWER_NANOS = 150_000_000;

  /** On closing, no more is expected after so long without a byte. */
  private static final long QUIET_NANOS = 40_000_000;

  /** On closing, a server that never rests is left after so long. */
  private static final long CLOSE_NANOS = 500_000_000;

  private final StreamSpec spec;
  private final LiveBody source;
  private final StreamPump pump;
  private final Duration stall;
  private final MonotonicClock clock;
  private long heardNanos;
  private long arrivalNanos;
  private boolean draining;

  /** While draining, on {@code System.nanoTime}: since when, and until when at the least. */
  private long drainingSince;

  private long drainUntil;

  /**
   * A reception whose body has been started.
   *
   * @param stall how long the server may be silent
   */
  Reception(
      StreamSpec spec, LiveBody source, StreamPump pump, Duration stall, MonotonicClock clock) {
    this.spec = spec;
    this.source = source;
    this.pump = pump;
    this.stall = stall;
    this.clock = clock;
    this.heardNanos = clock.nanos();
    this.arrivalNanos = heardNanos;
  }

  /**
   * Tells what has come.
   *
   * @param closed whether to come to an end soon
   * @return nanoseconds until the next step is due; empty when this was the last
   */
  OptionalLong step(boolean closed) throws IOException {
    if (closed && !draining) {
      drain();
    }
    Batch batch = source.take();
    if (!batch.isEmpty()) {
      take(batch);
    }
    if (batch.end().isPresent()) {
      pump.end(arrivalNanos);
      leave(batch.end().get());
      return OptionalLong.empty();
    }
    return draining ? drainingFor() : stalledIn();
  }

  private void drain() {
    draining = true;
    drainingSince = System.nanoTime();
    drainUntil = drainingSince + ANSWER_NANOS;
    source.finish();
  }

  private void take(Batch batch) throws IOException {
    arrivalNanos = batch.arrivalNanos();
    long before = pump.packets();
    pump.accept(batch);
    heardNanos = pump.packets() > before ? clock.nanos() : heardNanos;
    if (draining) {
      long quiet = Math.max(drainUntil, System.nanoTime() + QUIET_NANOS);
      drainUntil = Math.min(quiet, drainingSince + CLOSE_NANOS);
    }
  }

  private void leave(Batch.End end) throws CaptureException {
    if (end.failure().isPresent() && !draining) {
      throw Failures.broken(spec.url(), end.failure().get());
    }
  }

  private OptionalLong drainingFor() throws IOException {
    long left = drainUntil - System.nanoTime();
    if (left <= 0) {
      pump.end(arrivalNanos);
      return OptionalLong.empty();
    }
    return OptionalLong.of(left);
  }

  private OptionalLong stalledIn() throws IOException {
    long now = clock.nanos();
    long left = stall.toNanos() - (now - heardNanos);
    if (left <= 0) {
      pump.end(arrivalNanos);
      boolean silent = now - arrivalNanos >= stall.toNanos() / 2;
      throw new CaptureException(
          spec.description()
              + (silent ? " sent nothing for " : " sends data, but no audio for ")
              + Shown.seconds(stall),
          true);
    }
    return OptionalLong.of(left);
  }
}
