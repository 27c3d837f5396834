package isr.media;

/**
 * What the packets of a stream are: the parameters a decoder needs before the first one.
 *
 * <p>Two tracks that are equal can stand in one segment; a change of track ends the segment.
 */
public sealed interface Track
    permits PcmTrack, MpegTrack, AdtsTrack, OpusTrack, VorbisTrack, FlacTrack {
  /**
   * The lowest rate of a stream that is recorded, in Hz; no audio has one that is lower, and a few
   * bytes of it would last for hours.
   */
  int MIN_STREAM_RATE_HZ = 1000;

  /** The codec's name as users and the ledger know it: {@code pcm}, {@code mp3}, {@code aac}, … */
  String codec();

  /** The rate that sample positions count at, in Hz. */
  int sampleRateHz();

  /** Channels. */
  int channels();

  /** What must be kept from before a cut. */
  LeadIn leadIn();

  /** Whether a packet can be divided at any sample. */
  default boolean divisible() {
    return false;
  }

  /**
   * Whether a stream that goes on with that track goes on as it was, for a listener: the same
   * codec, rate and channels, whatever else the headers say. A new link of a chain, told by {@link
   * FramerSink#track} being called again, may then stay in the file.
   */
  default boolean sameParameters(Track other) {
    return equals(other);
  }
}
