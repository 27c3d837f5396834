package isr.cutting;

import isr.media.FlacTrack;
import isr.media.Track;
import isr.media.VorbisTrack;

/** What can stand in one file, and what goes on as if nothing had been between. */
final class Joints {
  private Joints() {}

  /** Whether packets of a track that goes on elsewhere can follow in the same bitstream. */
  static boolean goesOn(Track before, Track next) {
    if (before instanceof VorbisTrack one && next instanceof VorbisTrack other) {
      return one.identification().equals(other.identification())
          && one.setup().equals(other.setup());
    }
    return inOneFile(before, next);
  }

  /** Whether they have the same codec, rate, channels and bits, and are kept alike. */
  static boolean inOneFile(Track one, Track other) {
    if (one instanceof FlacTrack flac && other instanceof FlacTrack next) {
      return flac.container() == next.container()
          && flac.sampleRateHz() == next.sampleRateHz()
          && flac.channels() == next.channels()
          && flac.bits() == next.bits();
    }
    return one.sameParameters(other);
  }
}
