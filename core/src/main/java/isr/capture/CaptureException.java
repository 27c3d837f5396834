package isr.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source that can not be opened or has failed. */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

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
    super(message, cause);
    this.retryable = retryable;
  }

  /** Whether trying again later makes sense. */
  public boolean retryable() {
    return retryable;
  }
}
