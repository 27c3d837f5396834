package isr.format.adts;

import isr.format.frames.FrameSyntax;
import isr.media.AdtsTrack;
import isr.media.Track;

/**
 * ADTS headers (ISO/IEC 14496-3, 1.A.3.2.1 and 1.A.3.2.2).
 *
 * <pre>
 * AAAAAAAA AAAABCCD EEFFFFGH HHIJKLMM MMMMMMMM MMMOOOOO OOOOOOPP
 * A syncword, B ID, C layer, D protection_absent, E profile_ObjectType,
 * F sampling_frequency_index, G private_bit, H channel_configuration, I original_copy, J home,
 * K and L copyright identification, M aac_frame_length, O adts_buffer_fullness,
 * P number_of_raw_data_blocks_in_frame
 * </pre>
 */
final class AdtsSyntax implements FrameSyntax {
  static final int HEADER_BYTES = 7;
  private static final int CRC_BYTES = 2;

  /** aac_frame_length has 13 bits. */
  static final int MAX_FRAME_BYTES = 8191;

  static final int SAMPLES_PER_BLOCK = 1024;

  /** ISO/IEC 14496-3, 1.6.3.4; 13 to 15 are reserved or have no meaning in ADTS. */
  private static final int[] SAMPLING_FREQUENCIES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
    7350
  };

  /** How many sampling frequencies there are. */
  static int frequencies() {
    return SAMPLING_FREQUENCIES.length;
  }

  /** The one of that index, in Hz. */
  static int frequency(int index) {
    return SAMPLING_FREQUENCIES[index];
  }

  @Override
  public int headerBytes() {
    return HEADER_BYTES;
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  @Override
  public int frameBytes(byte[] bytes, int at) {
    if (bytes[at] != -1
        || (bytes[at + 1] & 0xF6) != 0xF0
        || frequencyIndex(bytes, at) >= SAMPLING_FREQUENCIES.length) {
      return 0;
    }
    int length =
        (bytes[at + 3] & 3) << 11 | (bytes[at + 4] & 0xFF) << 3 | (bytes[at + 5] & 0xFF) >>> 5;
    return length > headerBytes(bytes, at) ? length : 0;
  }

  /** Bytes before the first block: of a frame that is protected, a CRC too. */
  static int headerBytes(byte[] bytes, int at) {
    boolean protectionAbsent = (bytes[at + 1] & 1) != 0;
    return protectionAbsent ? HEADER_BYTES : HEADER_BYTES + CRC_BYTES;
  }

  @Override
  public boolean sameTrack(byte[] bytes, int first, int second) {
    return ((bytes[first + 1] ^ bytes[second + 1]) & 0x08) == 0
        && ((bytes[first + 2] ^ bytes[second + 2]) & 0xFD) == 0
        && ((bytes[first + 3] ^ bytes[second + 3]) & 0xC0) == 0;
  }

  @Override
  public Track track(byte[] bytes, int at) {
    int channels = (bytes[at + 2] & 1) << 2 | (bytes[at + 3] & 0xC0) >>> 6;
    return new AdtsTrack(
        (bytes[at + 1] & 0x08) != 0,
        (bytes[at + 2] & 0xC0) >>> 6,
        SAMPLING_FREQUENCIES[frequencyIndex(bytes, at)],
        channels);
  }

  @Override
  public int sampleCount(byte[] bytes, int at) {
    return SAMPLES_PER_BLOCK * (1 + (bytes[at + 6] & 3));
  }

  /** A raw data block ends with ID_END, three ones, and zeros to the byte (14496-3, 4.4.2.1). */
  @Override
  public boolean wholeBefore(byte[] bytes, int frame, int next) {
    int end = frame + frameBytes(bytes, frame);
    int last = (bytes[end - 2] & 0xFF) << 8 | (bytes[end - 1] & 0xFF);
    int zeros = Integer.numberOfTrailingZeros(last);
    return zeros < 8 && (last >>> zeros & 7) == 7;
  }

  /** The index that stands for one of the rates of tracks. */
  static int frequencyIndex(int sampleRateHz) {
    int index = 0;
    while (SAMPLING_FREQUENCIES[index] != sampleRateHz) {
      index++;
    }
    return index;
  }

  private static int frequencyIndex(byte[] bytes, int at) {
    return (bytes[at + 2] & 0x3C) >>> 2;
  }
}
