package isr.cutting;

import java.io.IOException;

/** There is nothing in the range that was asked for, or it makes no sense; the message says why. */
public final class CutRangeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, to the user. */
  public CutRangeException(String message) {
    super(message);
  }
}
