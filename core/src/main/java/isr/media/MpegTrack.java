package isr.media;

/**
 * MPEG audio, layer II or III (ISO/IEC 11172-3, 13818-3, and the 2.5 extension).
 *
 * <p>Bit rate and the stereo mode may change from frame to frame and are not part of the track.
 *
 * @param version the half of the standard that the frames follow
 * @param layer 2 or 3
 * @param sampleRateHz 8000 to 48000
 * @param channels 1 or 2
 */
public record MpegTrack(Version version, int layer, int sampleRateHz, int channels)
    implements Track {
  /** ISO/IEC 11172-3, ISO/IEC 13818-3, and the extension of the latter to 8 to 12 kHz. */
  public enum Version {
    /** MPEG-1: 32, 44.1 and 48 kHz. */
    MPEG1,
    /** MPEG-2: 16, 22.05 and 24 kHz. */
    MPEG2,
    /** MPEG-2.5: 8, 11.025 and 12 kHz. */
    MPEG25
  }

  /**
   * Frames that must be at hand before a cut in layer III: one that is decoded (up to 1440 bytes),
   * and as many before it as hold the 511 bytes of bit reservoir it may point back to: up to 864
   * bytes at the lowest bit rates, where much of a frame is header and side information.
   */
  private static final LeadIn LAYER_3 = new LeadIn(3, 0, 2100);

  /**
   * The same for MPEG-2 and 2.5: two that are decoded (up to 1440 bytes each), and as many before
   * them as hold 255 bytes: up to 2040, where a stereo frame of 24 bytes has 3 of main data.
   */
  private static final LeadIn LAYER_3_LSF = new LeadIn(3, 0, 3300);

  /** Checks the layer and the channels. */
  public MpegTrack {
    if (layer < 2 || layer > 3 || channels < 1 || channels > 2 || sampleRateHz <= 0) {
      throw new IllegalArgumentException(
          "layer " + layer + ", channels " + channels + ", sampleRateHz " + sampleRateHz);
    }
  }

  @Override
  public String codec() {
    return layer == 3 ? "mp3" : "mp2";
  }

  @Override
  public LeadIn leadIn() {
    if (layer != 3) {
      return LeadIn.NONE;
    }
    return version == Version.MPEG1 ? LAYER_3 : LAYER_3_LSF;
  }
}
