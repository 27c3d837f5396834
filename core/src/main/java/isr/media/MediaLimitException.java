package isr.media;

import java.io.IOException;

/** Refused to protect memory: the media asks for more than a named limit. */
public final class MediaLimitException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Names the limit.
   *
   * @param limit the limit and what was asked for
   */
  public MediaLimitException(String limit) {
    super(limit);
  }
}
