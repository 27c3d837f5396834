package isr.library;

import java.io.IOException;

/** Someone else holds a lock; the message says what and who. */
public final class LockHeldException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean recording;

  /**
   * Says which lock, and who holds it.
   *
   * @param recording whether the holder is another recorder, or may be one
   */
  LockHeldException(String what, String holder, boolean recording) {
    super(what + " is in use by " + holder);
    this.recording = recording;
  }

  /**
   * Whether the holder is another recorder, or may be one; else it repairs files, and is done some
   * time.
   */
  public boolean isRecording() {
    return recording;
  }
}
