package isr.capture.http;

import java.io.IOException;

/** The server speaks, but not the protocol that it was asked in. */
final class ForeignAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Shows what was answered.
   *
   * @param message fit for a log
   */
  ForeignAnswerException(String message) {
    super(message);
  }
}
