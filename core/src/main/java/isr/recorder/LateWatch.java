package isr.recorder;

import isr.splitting.TimeMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notices that a source paused, and whether it then delivered what it owed. */
final class LateWatch {
  /** Shorter pauses are ordinary: a slow stream may send a block every two seconds. */
  private static final long PAUSE_NANOS = 3_000_000_000L;

  /** A source that owes less than this has caught up. */
  private static final long CAUGHT_UP_NANOS = 700_000_000L;

  /** After so long, what is still owed is not going to come. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private long lastArrival = Long.MIN_VALUE;
  private @Nullable Pause pause;

  /** A pause that is not over yet. */
  private record Pause(long startNanos, long endNanos) {}

  /**
   * A pause that is over.
   *
   * @param startNanos when the source went silent, on the monotonic clock
   * @param length how long it was silent, or how much it still owes
   */
  record Late(long startNanos, Duration length, boolean caughtUp) {}

  /** A connection begins: there is nothing to be late for. */
  void restart() {
    lastArrival = Long.MIN_VALUE;
    pause = null;
  }

  /**
   * A batch with audio in it has been observed by the map.
   *
   * @return a pause that ended with it
   */
  @Nullable Late arrived(long arrivalNanos, TimeMap times) {
    if (lastArrival != Long.MIN_VALUE
        && arrivalNanos - lastArrival > PAUSE_NANOS
        && pause == null) {
      pause = new Pause(lastArrival, arrivalNanos);
    }
    lastArrival = arrivalNanos;
    Pause open = pause;
    if (open == null) {
      return null;
    }
    if (times.latenessNanos() < CAUGHT_UP_NANOS) {
      pause = null;
      return late(open, open.endNanos() - open.startNanos(), true);
    }
    if (arrivalNanos - open.endNanos() > PATIENCE_NANOS) {
      pause = null;
      return late(open, times.latenessNanos(), false);
    }
    return null;
  }

  private static Late late(Pause pause, long nanos, boolean caughtUp) {
    return new Late(pause.startNanos(), Duration.ofNanos(nanos), caughtUp);
  }
}
