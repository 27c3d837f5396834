package isr.library;

import isr.media.FlacTrack;
import isr.media.PcmTrack;
import isr.media.Track;
import java.util.OptionalInt;

/**
 * What the ledger keeps of a track.
 *
 * @param codec {@link Track#codec()}
 * @param sampleRateHz the rate that the segment's samples are counted at
 * @param channels channels; 0 when they are told inside the frames
 * @param bits of a sample, for PCM and FLAC; empty for a lossy codec
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
    return new TrackSummary(track.codec(), track.sampleRateHz(), track.channels(), bits(track));
  }

  private static OptionalInt bits(Track track) {
    if (track instanceof PcmTrack pcm) {
      return OptionalInt.of(pcm.format().bits());
    }
    return track instanceof FlacTrack flac ? OptionalInt.of(flac.bits()) : OptionalInt.empty();
  }
}
