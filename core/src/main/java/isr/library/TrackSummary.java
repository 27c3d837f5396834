package isr.library;

import isr.media.PcmTrack;
import isr.media.Track;
import java.util.OptionalInt;

/**
 * What the ledger keeps of a track.
 *
 * @param codec {@link Track#codec()}
 * @param sampleRateHz the rate that the segment's samples are counted at
 * @param channels channels; 0 when they are told inside the frames
 * @param bits of a sample; empty for a coded track
 */
public record TrackSummary(String codec, int sampleRateHz, int channels, OptionalInt bits) {
  /** Checks the ranges. */
  public TrackSummary {
    if (codec.isEmpty() || sampleRateHz <= 0 || channels < 0) {
      throw new IllegalArgumentException(
          "codec \"" + codec + "\", sampleRateHz " + sampleRateHz + ", channels " + channels);
    }
  }

  /** The summary of a track. */
  public static TrackSummary of(Track track) {
    OptionalInt bits =
        track instanceof PcmTrack pcm ? OptionalInt.of(pcm.format().bits()) : OptionalInt.empty();
    return new TrackSummary(track.codec(), track.sampleRateHz(), track.channels(), bits);
  }
}
