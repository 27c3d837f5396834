package isr.media;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * FLAC (RFC 9639): what a decoder has to be told before the first frame, and what decides in which
 * file the frames may stand together.
 *
 * @param container what the frames arrived in; a file keeps it
 * @param sampleRateHz 1 to 1,048,575
 * @param channels 1 to 8
 * @param bits of a sample, 4 to 32
 * @param fixedBlockSize samples of every block but the last, which may have fewer; empty when the
 *     sizes vary, and the frame headers hence tell sample numbers
 * @param comments the Vorbis comments of the stream, from the vendor's length on, without framing
 *     bit; of no bytes when there were none. A value: compared by content, not to be moved or
 *     changed
 */
public record FlacTrack(
    Container container,
    int sampleRateHz,
    int channels,
    int bits,
    OptionalInt fixedBlockSize,
    ByteBuffer comments)
    implements Track {
  /** What frames are carried in. */
  public enum Container {
    /** One frame after the other, with STREAMINFO in front (RFC 9639, section 6). */
    NATIVE,
    /** A packet for each frame (RFC 9639, section 10.1). */
    OGG
  }

  /** Checks the ranges; makes the comments read-only. */
  public FlacTrack {
    if (sampleRateHz <= 0 || channels < 1 || channels > 8 || bits < 4 || bits > 32) {
      throw new IllegalArgumentException(
          "sampleRateHz " + sampleRateHz + ", channels " + channels + ", bits " + bits);
    }
    comments = comments.asReadOnlyBuffer();
  }

  @Override
  public String codec() {
    return "flac";
  }

  /** None: every frame decodes by itself. */
  @Override
  public LeadIn leadIn() {
    return LeadIn.NONE;
  }

  /**
   * In Ogg, whether rate, channels and bits are the same. A native file has one STREAMINFO, at its
   * front: what follows new headers never stays in it.
   */
  @Override
  public boolean sameParameters(Track other) {
    return container == Container.OGG
        && other instanceof FlacTrack flac
        && flac.container == Container.OGG
        && sampleRateHz == flac.sampleRateHz
        && channels == flac.channels
        && bits == flac.bits;
  }
}
