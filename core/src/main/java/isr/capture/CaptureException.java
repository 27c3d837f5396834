package isr.capture;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source that can not be opened or has failed. */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;
  private final boolean absent;
  private final @Nullable Duration retryAfter;

  /**
   * Says what failed.
   *
   * @param message source or device, action, reason, and what to do when that is known; no password
   * @param retryable whether trying again later makes sense
   */
  public CaptureException(String message, boolean retryable) {
    this(message, retryable, null);
  }

  /** As above, with the cause. */
  public CaptureException(String message, boolean retryable, @Nullable Throwable cause) {
    this(message, retryable, false, cause);
  }

  private CaptureException(
      String message, boolean retryable, boolean absent, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
    this.absent = absent;
    this.retryAfter = null;
  }

  /**
   * A device that is not there: never was, or has been unplugged. Trying again later makes sense.
   *
   * @param message as above
   */
  public static CaptureException absent(String message) {
    return new CaptureException(message, true, true, null);
  }

  /**
   * A failure that the other side says will pass.
   *
   * @param retryAfter how long it asks to be left alone, if it does
   */
  public CaptureException(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryable = true;
    this.absent = false;
    this.retryAfter = retryAfter.orElse(null);
  }

  /** Whether trying again later makes sense. */
  public boolean retryable() {
    return retryable;
  }

  /** Whether the device is not there. */
  public boolean deviceIsAbsent() {
    return absent;
  }

  /** How long the other side asks to be left alone; a stranger's word, of any length. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
