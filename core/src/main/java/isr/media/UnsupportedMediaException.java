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

  /**
   * Checks the rate that a stream tells of itself.
   *
   * @throws UnsupportedMediaException when it is below {@link Track#MIN_STREAM_RATE_HZ}
   */
  public static void checkRate(String codec, int sampleRateHz) throws UnsupportedMediaException {
    if (sampleRateHz < Track.MIN_STREAM_RATE_HZ) {
      throw new UnsupportedMediaException(
          "%s of %d Hz is not supported: expected a sample rate of %d Hz or more"
              .formatted(codec, sampleRateHz, Track.MIN_STREAM_RATE_HZ));
    }
  }
}
