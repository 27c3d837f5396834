package isr.format.mpeg;

import isr.media.MpegTrack;
import isr.media.MpegTrack.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first 32 bits of a frame (ISO/IEC 11172-3, 2.4.2.3), as an int, so that looking at one costs
 * no object.
 *
 * <pre>
 * AAAAAAAA AAABBCCD EEEEFFGH IIJJKLMM
 * A sync word, B version, C layer, D protection_bit (0: a CRC follows), E bitrate_index,
 * F sampling_frequency, G padding_bit, H private_bit, I mode, J mode_extension, K copyright,
 * L original, M emphasis
 * </pre>
 */
final class MpegHeader {
  /** Bytes of a header. */
  static final int BYTES = 4;

  /** Layer II of MPEG-2.5 at 160 kbit/s and 8 kHz, padded; within the standard it is 1729. */
  static final int MAX_FRAME_BYTES = 2881;

  /** The highest bitrate_index; 15 is forbidden. */
  static final int MAX_BITRATE_INDEX = 14;

  private static final int SYNC = 0xFFE0_0000;
  private static final int VERSION_LAYER_RATE = 0x001E_0C00;
  private static final int LAYER_III = 1;
  private static final int LAYER_II = 2;
  private static final int SINGLE_CHANNEL = 3;
  private static final int JOINT_STEREO = 1;

  /** kbit/s by bitrate_index (13818-3, 2.4.2.3); 0 stands for free format and for the forbidden. */
  private static final int[] V1_L2 = {
    0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0
  };

  private static final int[] V1_L3 = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0
  };

  private static final int[] V2_L2_L3 = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0
  };

  /** Hz by sampling_frequency in MPEG-1; half in MPEG-2, a quarter in 2.5. */
  private static final int[] RATES = {44_100, 48_000, 32_000, 0};

  private MpegHeader() {}

  static int read(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  /** The header at the buffer's position, which stays. */
  static int read(ByteBuffer frame) {
    int header = frame.getInt(frame.position());
    return frame.order() == ByteOrder.BIG_ENDIAN ? header : Integer.reverseBytes(header);
  }

  /** Bytes of the whole frame; 0 when it is no header, or one of layer I or free format. */
  static int frameBytes(int header) {
    if ((header & SYNC) != SYNC || versionBits(header) == 1 || bitrateBps(header) == 0) {
      return 0;
    }
    int rate = sampleRateHz(header);
    if (rate == 0) {
      return 0;
    }
    int slots = layer(header) == 3 && !isMpeg1(header) ? 72 : 144;
    return slots * bitrateBps(header) / rate + (header >>> 9 & 1);
  }

  /** Whether version, layer, rate and number of channels are the same. */
  static boolean sameTrack(int first, int second) {
    return ((first ^ second) & VERSION_LAYER_RATE) == 0 && channels(first) == channels(second);
  }

  static MpegTrack track(int header) {
    return new MpegTrack(version(header), layer(header), sampleRateHz(header), channels(header));
  }

  /** Bits per second; 0 for free format, a forbidden index and layers that are not read here. */
  static int bitrateBps(int header) {
    int index = header >>> 12 & 15;
    return switch (header >>> 17 & 3) {
      case LAYER_III -> 1000 * (isMpeg1(header) ? V1_L3 : V2_L2_L3)[index];
      case LAYER_II -> 1000 * (isMpeg1(header) ? V1_L2 : V2_L2_L3)[index];
      default -> 0;
    };
  }

  static int sampleRateHz(int header) {
    int rate = RATES[header >>> 10 & 3];
    return switch (version(header)) {
      case MPEG1 -> rate;
      case MPEG2 -> rate / 2;
      case MPEG25 -> rate / 4;
    };
  }

  /** 2 or 3, of a frame that has {@link #frameBytes}. */
  static int layer(int header) {
    return 4 - (header >>> 17 & 3);
  }

  static int channels(int header) {
    return (header >>> 6 & 3) == SINGLE_CHANNEL ? 1 : 2;
  }

  static boolean isMpeg1(int header) {
    return versionBits(header) == 3;
  }

  static boolean hasCrc(int header) {
    return (header & 0x1_0000) == 0;
  }

  static int sampleCount(int header) {
    return layer(header) == 3 && !isMpeg1(header) ? 576 : 1152;
  }

  /** Layer III: bytes of side information (11172-3, 2.4.1.7; 13818-3, 2.4.1.7). */
  static int sideInfoBytes(int header) {
    if (isMpeg1(header)) {
      return channels(header) == 1 ? 17 : 32;
    }
    return channels(header) == 1 ? 9 : 17;
  }

  /** Layer III: where the frame's main data area begins, which reaches to its end. */
  static int mainDataOffset(int header) {
    return BYTES + (hasCrc(header) ? 2 : 0) + sideInfoBytes(header);
  }

  /**
   * Layer III: the largest main_data_begin, a field of 9 bits in MPEG-1, of 8 in MPEG-2 and 2.5.
   */
  static int maxMainDataBegin(int header) {
    return isMpeg1(header) ? 511 : 255;
  }

  /**
   * Layer III: this header without CRC and padding, at the lowest bit rate whose main data area has
   * room for so many bytes.
   *
   * @throws IllegalArgumentException when no bit rate has
   */
  static int withRoomFor(int header, int mainDataBytes) {
    int bare = (header | 0x1_0000) & ~0xF200;
    for (int index = 1; index <= MAX_BITRATE_INDEX; index++) {
      int candidate = bare | index << 12;
      if (frameBytes(candidate) - mainDataOffset(candidate) >= mainDataBytes) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("no frame holds " + mainDataBytes + " bytes of main data");
  }

  /** A header of the track, at the lowest bit rate, without CRC; two channels are joint stereo. */
  static int of(MpegTrack track) {
    int version =
        switch (track.version()) {
          case MPEG1 -> 3;
          case MPEG2 -> 2;
          case MPEG25 -> 0;
        };
    int mode = track.channels() == 1 ? SINGLE_CHANNEL : JOINT_STEREO;
    int bare = SYNC | version << 19 | (4 - track.layer()) << 17 | 0x1_0000 | 1 << 12 | mode << 6;
    for (int rate = 0; rate < 3; rate++) {
      int header = bare | rate << 10;
      if (sampleRateHz(header) == track.sampleRateHz()) {
        return header;
      }
    }
    throw new IllegalArgumentException("no header for " + track);
  }

  private static Version version(int header) {
    return switch (versionBits(header)) {
      case 3 -> Version.MPEG1;
      case 2 -> Version.MPEG2;
      default -> Version.MPEG25;
    };
  }

  private static int versionBits(int header) {
    return header >>> 19 & 3;
  }
}
