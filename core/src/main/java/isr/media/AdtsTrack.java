package isr.media;

/**
 * AAC in ADTS frames (ISO/IEC 13818-7, 6.2; 14496-3, 1.A.3.2).
 *
 * <p>HE-AAC signals the rate and channels of its core, which are half of what is heard; sample
 * positions count at the signalled rate.
 *
 * @param mpeg2 whether the ID bit says MPEG-2
 * @param profile the two bits of profile_ObjectType: 0 Main, 1 LC, 2 SSR, 3 LTP or reserved
 * @param sampleRateHz the rate that sampling_frequency_index names
 * @param channelConfiguration 0 to 7; 0 means that the channels are told inside the frames
 */
public record AdtsTrack(boolean mpeg2, int profile, int sampleRateHz, int channelConfiguration)
    implements Track {
  /** Checks the ranges. */
  public AdtsTrack {
    if (profile < 0 || profile > 3 || channelConfiguration < 0 || channelConfiguration > 7) {
      throw new IllegalArgumentException(
          "profile " + profile + ", channelConfiguration " + channelConfiguration);
    }
  }

  @Override
  public String codec() {
    return "aac";
  }

  /** Channels; 0 when they are told inside the frames. */
  @Override
  public int channels() {
    return channelConfiguration == 7 ? 8 : channelConfiguration;
  }

  /** None: ADTS has no field in which a lead-in could be hidden. */
  @Override
  public LeadIn leadIn() {
    return LeadIn.NONE;
  }
}
