package isr.media;

import isr.audio.SampleFormat;

/**
 * Uncompressed samples, channels interleaved.
 *
 * @param sampleRateHz samples per second and channel
 * @param channels 1 or more
 * @param format how one sample is stored
 */
public record PcmTrack(int sampleRateHz, int channels, SampleFormat format) implements Track {
  /** Checks that rate and channels are positive. */
  public PcmTrack {
    if (sampleRateHz <= 0 || channels <= 0) {
      throw new IllegalArgumentException("sampleRateHz " + sampleRateHz + ", channels " + channels);
    }
  }

  /** Bytes of one sample of all channels. */
  public int blockAlign() {
    return channels * format.bytes();
  }

  @Override
  public String codec() {
    return "pcm";
  }

  @Override
  public LeadIn leadIn() {
    return LeadIn.NONE;
  }

  @Override
  public boolean divisible() {
    return true;
  }
}
