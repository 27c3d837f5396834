package isr.media;

import java.io.IOException;

/** Legal media that is not done here. */
public final class UnsupportedMediaException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Names the feature.
   *
   * @param feature what is not supported, as a sentence a user can act on
   */
  public UnsupportedMediaException(String feature) {
    super(feature);
  }
}
