package isr.format;

import isr.format.flac.FlacFormat;
import isr.format.flac.FlacLevel;
import isr.format.wav.WavFormat;
import isr.media.MediaFormat;

/** The files that samples are kept in, for sources that give samples. */
public sealed interface PcmStorage {
  /** WAV files. */
  PcmStorage WAV = new Wav();

  /** A writer of such files. */
  MediaFormat format();

  /** The samples as they are. */
  record Wav() implements PcmStorage {
    @Override
    public MediaFormat format() {
      return new WavFormat();
    }
  }

  /**
   * The samples coded without loss; at most 8 channels, 16 or 24 bits.
   *
   * @param level how small the files are to be
   */
  record Flac(FlacLevel level) implements PcmStorage {
    @Override
    public MediaFormat format() {
      return new FlacFormat(level);
    }
  }
}
