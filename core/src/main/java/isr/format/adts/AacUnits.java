package isr.format.adts;

import isr.bytes.BitReader;
import isr.format.timed.TimedCodec;
import isr.media.AdtsTrack;
import isr.media.MalformedMediaException;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Raw AAC frames as MP4 carries them: each gets the ADTS header that says what the container says
 * for all (ISO/IEC 14496-3, 1.6.2.1 and 1.A.3.2).
 */
public final class AacUnits implements TimedCodec {
  private static final int EXPLICIT_FREQUENCY = 15;
  private static final int SPECTRAL_BAND_REPLICATION = 5;
  private static final int PARAMETRIC_STEREO = 29;

  /** The longest AudioSpecificConfig of a kind that is done here is shorter. */
  private static final int READ_BYTES = 16;

  private final AdtsTrack track;
  private final int frequencyIndex;

  private AacUnits(AdtsTrack track, int frequencyIndex) {
    this.track = track;
    this.frequencyIndex = frequencyIndex;
  }

  /**
   * Reads what the container says of the frames.
   *
   * <pre>
   *  audioObjectType 5 | samplingFrequencyIndex 4 | channelConfiguration 4
   *  only of HE-AAC: extensionSamplingFrequencyIndex 4 | audioObjectType 5
   *  frameLengthFlag 1 | ...
   * </pre>
   *
   * @param config AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1)
   * @param offset of it in the stream, for messages
   */
  public static AacUnits of(ByteBuffer config, long offset)
      throws MalformedMediaException, UnsupportedMediaException {
    if (config.remaining() < 2) {
      throw new MalformedMediaException(offset, "AudioSpecificConfig: expected 2 bytes or more");
    }
    byte[] bytes = new byte[READ_BYTES];
    config.get(config.position(), bytes, 0, Math.min(READ_BYTES, config.remaining()));
    BitReader bits = new BitReader(bytes, 0);
    int type = bits.read(5);
    int index = bits.read(4);
    supported(index != EXPLICIT_FREQUENCY, "a sample rate that ADTS has no index for");
    int channels = bits.read(4);
    if (type == SPECTRAL_BAND_REPLICATION || type == PARAMETRIC_STEREO) {
      supported(bits.read(4) != EXPLICIT_FREQUENCY, "a sample rate that ADTS has no index for");
      type = bits.read(5);
    }
    supported(type >= 1 && type <= 4, "audio object type " + type);
    supported(bits.read(1) == 0, "frames of 960 samples");
    supported(channels >= 1 && channels <= 7, "channel configuration " + channels);
    supported(index < AdtsSyntax.frequencies(), "sampling frequency index " + index);
    int rateHz = AdtsSyntax.frequency(index);
    return new AacUnits(new AdtsTrack(false, type - 1, rateHz, channels), index);
  }

  private static void supported(boolean holds, String found) throws UnsupportedMediaException {
    if (!holds) {
      throw new UnsupportedMediaException("AAC in MP4 with " + found + " is not supported");
    }
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public int samples(ByteBuffer unit) {
    return unit.hasRemaining() && unit.remaining() <= maxUnitBytes()
        ? AdtsSyntax.SAMPLES_PER_BLOCK
        : -1;
  }

  @Override
  public ByteBuffer packet(ByteBuffer unit) {
    int length = AdtsSyntax.HEADER_BYTES + unit.remaining();
    byte[] frame = new byte[length];
    Arrays.fill(frame, 0, AdtsSyntax.HEADER_BYTES, (byte) 0xFF); // buffer fullness: 0x7FF, variable
    int channels = track.channelConfiguration();
    frame[1] = (byte) 0xF1;
    frame[2] = (byte) (track.profile() << 6 | frequencyIndex << 2 | channels >> 2);
    frame[3] = (byte) (channels << 6 | length >> 11);
    frame[4] = (byte) (length >> 3);
    frame[5] = (byte) (length << 5 | 0x1F);
    frame[6] = (byte) 0xFC;
    unit.get(unit.position(), frame, AdtsSyntax.HEADER_BYTES, unit.remaining());
    return ByteBuffer.wrap(frame);
  }

  @Override
  public int maxUnitBytes() {
    return AdtsSyntax.MAX_FRAME_BYTES - AdtsSyntax.HEADER_BYTES;
  }

  @Override
  public int gapUnit() {
    return AdtsSyntax.SAMPLES_PER_BLOCK;
  }
}
