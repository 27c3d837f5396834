package isr.library;

import java.io.IOException;

/** Someone else holds a lock; the message says what and who. */
public final class LockHeldException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says which lock, and who holds it. */
  LockHeldException(String what, String holder) {
    super(what + " is in use by " + holder);
  }
}
