package isr.recorder;

import isr.capture.Capture;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.capture.SteppedCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a capture, in steps: a {@link SteppedCapture} takes its own, any other runs on {@link
 * CaptureThreads threads of its own} while the steps look whether it has ended.
 *
 * <p>Steps are the session's; {@link #close} may come from any thread.
 */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final String source;
  private final Capture capture;
  private final CaptureSink sink;
  private final Runnable wake;
  private boolean begun;

  /** Set when nothing more comes to the sink. */
  private volatile @Nullable Outcome ended;

  /**
   * How an attempt ended.
   *
   * @param cause in a few words
   * @param hopeless no retry mends that
   * @param absent the device is not there
   * @param retryAfter how long the source asks to be left alone
   */
  record Outcome(String cause, boolean hopeless, boolean absent, Optional<Duration> retryAfter) {
    static final Outcome NORMAL = new Outcome("the source ended", false, false, Optional.empty());

    static Outcome of(Throwable failure) {
      String message = failure.getMessage();
      boolean hopeless = failure instanceof CaptureException e && !e.retryable();
      return new Outcome(
          message == null || message.isBlank() ? failure.getClass().getSimpleName() : message,
          hopeless,
          failure instanceof CaptureException gone && gone.deviceIsAbsent(),
          failure instanceof CaptureException e ? e.retryAfter() : Optional.empty());
    }
  }

  /**
   * An attempt that has not begun.
   *
   * @param wake to be called when a step is due
   */
  Attempt(String source, Capture capture, CaptureSink sink, Runnable wake) {
    this.source = source;
    this.capture = capture;
    this.sink = sink;
    this.wake = wake;
  }

  /**
   * Goes on.
   *
   * @return after how many nanoseconds to go on at the latest; empty when it has ended, see {@link
   *     #outcome}
   */
  OptionalLong step() {
    if (capture instanceof SteppedCapture stepped) {
      return step(stepped);
    }
    if (!begun) {
      begun = true;
      new CaptureThreads(source, capture, sink).start(this::ended);
    }
    return ended == null ? OptionalLong.of(Workers.Job.WHEN_WOKEN) : OptionalLong.empty();
  }

  /** On the last thing that the threads do. */
  private void ended(Outcome outcome) {
    ended = outcome;
    wake.run();
  }

  private OptionalLong step(SteppedCapture stepped) {
    try {
      if (!begun) {
        begun = true;
        stepped.begin(wake);
      }
      OptionalLong wait = stepped.step(sink);
      if (wait.isEmpty()) {
        ended = Outcome.NORMAL;
      }
      return wait;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      ended = failed(e);
      return OptionalLong.empty();
    }
  }

  private Outcome failed(Throwable failure) {
    LOG.debug("{}: failed", source, failure);
    return Outcome.of(failure);
  }

  /** How it ended, once {@link #step} has said that it has. */
  Outcome outcome() {
    Outcome outcome = ended;
    if (outcome == null) {
      throw new IllegalStateException("has not ended");
    }
    return outcome;
  }

  /** Lets it come to its end soon; what has been received is still told. */
  void close() {
    capture.close();
  }
}
