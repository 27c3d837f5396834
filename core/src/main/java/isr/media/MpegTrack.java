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
   * Frames that must be at hand before a cut in layer III: one (MPEG-1, up to 1044 bytes) or two
   * that are decoded (MPEG-2, up to 720 each), and as many before them as hold the 511 (255) bytes
   * of bit reservoir they may point back to: 864 (576) bytes at the lowest bit rates, where most of
   * a frame is header and side information.
   */
  private static final LeadIn LAYER_3 = new LeadIn(3, 0, 2100);

  /** The same for MPEG-2.5, whose frames have up to 1440 bytes. */
  private static final LeadIn LAYER_3_MPEG25 = new LeadIn(3, 0, 3300);

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
    return version == Version.MPEG25 ? LAYER_3_MPEG25 : LAYER_3;
  }
}
