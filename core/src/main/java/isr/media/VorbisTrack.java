package isr.media;

import java.nio.ByteBuffer;

/**
 * Vorbis (Vorbis I specification, section 4.2): three headers, the last of which holds the
 * codebooks without which no packet can be decoded.
 *
 * <p>The headers are values: they are compared by content and are not to be moved or changed.
 *
 * @param channels 1 to 255
 * @param sampleRateHz positive
 * @param identification the identification header as it arrived
 * @param comment the comment header as it arrived
 * @param setup the setup header as it arrived
 */
public record VorbisTrack(
    int channels, int sampleRateHz, ByteBuffer identification, ByteBuffer comment, ByteBuffer setup)
    implements Track {
  /**
   * A packet gives the overlap of its block with the one before (Vorbis I, section 4.3.8): the one
   * before a cut is needed, and gives no samples of its own.
   */
  private static final LeadIn LEAD_IN = new LeadIn(1, 0, 0);

  /** Checks the numbers, makes the headers read-only. */
  public VorbisTrack {
    if (channels < 1 || channels > 255 || sampleRateHz <= 0) {
      throw new IllegalArgumentException("channels " + channels + ", sampleRateHz " + sampleRateHz);
    }
    identification = identification.asReadOnlyBuffer();
    comment = comment.asReadOnlyBuffer();
    setup = setup.asReadOnlyBuffer();
  }

  @Override
  public String codec() {
    return "vorbis";
  }

  @Override
  public LeadIn leadIn() {
    return LEAD_IN;
  }

  /** Whether rate and channels are the same; codebooks may differ from link to link. */
  @Override
  public boolean sameParameters(Track other) {
    return other instanceof VorbisTrack vorbis
        && channels == vorbis.channels
        && sampleRateHz == vorbis.sampleRateHz;
  }
}
