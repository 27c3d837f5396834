package isr.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Little parsers of streams that share no code with the recorder's, as a second opinion. They
 * expect well-formed audio and step over what they do not know byte by byte; what is cut off at the
 * end is left out.
 */
public final class StreamPackets {
  private static final int[] MPEG1_LAYER3_KBPS = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };
  private static final int[] MPEG2_LAYER3_KBPS = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };
  private static final int[] RATES_HZ = {44_100, 48_000, 32_000};

  private StreamPackets() {}

  /**
   * The frames of MPEG-1 and MPEG-2 layer III audio; an ID3v2 tag at the start is passed over, and
   * so is a frame that no other follows where it ends.
   */
  public static List<StreamPacket> mpeg(byte[] bytes) {
    List<StreamPacket> frames = new ArrayList<>();
    int at = id3Length(bytes);
    while (at + 4 <= bytes.length) {
      int length = mpegFrameLength(bytes, at);
      int end = at + length;
      if (length > 0 && end > bytes.length) {
        break;
      } else if (length == 0 || !mayEndAt(bytes, end)) {
        at++;
      } else {
        frames.add(packet(bytes, at, length, isMpeg1(bytes, at) ? 1152 : 576));
        at += length;
      }
    }
    return frames;
  }

  /** Whether the bytes end there, or another frame begins. */
  private static boolean mayEndAt(byte[] bytes, int end) {
    return end + 4 > bytes.length || mpegFrameLength(bytes, end) > 0;
  }

  /** The length of an ID3v2 tag at the start, or 0. */
  static int id3Length(byte[] bytes) {
    if (bytes.length < 10 || bytes[0] != 'I' || bytes[1] != 'D' || bytes[2] != '3') {
      return 0;
    }
    return 10 + (bytes[6] << 21 | bytes[7] << 14 | bytes[8] << 7 | bytes[9]);
  }

  private static boolean isMpeg1(byte[] bytes, int at) {
    return (bytes[at + 1] & 0x18) == 0x18;
  }

  private static int mpegFrameLength(byte[] bytes, int at) {
    int versionAndLayer = bytes[at + 1] & 0xFE;
    boolean layer3 = versionAndLayer == 0xFA || versionAndLayer == 0xF2; // MPEG-1 or MPEG-2
    int bitrateIndex = (bytes[at + 2] & 0xF0) >> 4;
    int rateIndex = (bytes[at + 2] & 0x0C) >> 2;
    if ((bytes[at] & 0xFF) != 0xFF
        || !layer3
        || bitrateIndex == 0
        || bitrateIndex == 15
        || rateIndex == 3) {
      return 0;
    }
    int padding = (bytes[at + 2] & 0x02) >> 1;
    return isMpeg1(bytes, at)
        ? 144_000 * MPEG1_LAYER3_KBPS[bitrateIndex] / RATES_HZ[rateIndex] + padding
        : 72_000 * MPEG2_LAYER3_KBPS[bitrateIndex] / (RATES_HZ[rateIndex] / 2) + padding;
  }

  /** The frames of an ADTS stream. */
  public static List<StreamPacket> adts(byte[] bytes) {
    List<StreamPacket> frames = new ArrayList<>();
    int at = 0;
    while (at + 7 <= bytes.length) {
      boolean sync = (bytes[at] & 0xFF) == 0xFF && (bytes[at + 1] & 0xF6) == 0xF0;
      int length =
          (bytes[at + 3] & 0x03) << 11 | (bytes[at + 4] & 0xFF) << 3 | (bytes[at + 5] & 0xE0) >> 5;
      if (!sync || length < 8) {
        at++;
      } else if (at + length > bytes.length) {
        break;
      } else {
        frames.add(packet(bytes, at, length, 1024 * ((bytes[at + 6] & 0x03) + 1)));
        at += length;
      }
    }
    return frames;
  }

  /** The audio packets of Ogg Opus, without the two headers of each link. */
  public static List<StreamPacket> oggOpus(byte[] bytes) {
    List<StreamPacket> packets = new ArrayList<>();
    for (StreamPacket packet : oggPackets(bytes)) {
      if (!startsWith(packet.content(), "OpusHead") && !startsWith(packet.content(), "OpusTags")) {
        packets.add(
            new StreamPacket(
                packet.start(), packet.end(), opusSamples(packet.content()), packet.content()));
      }
    }
    return packets;
  }

  /** All packets of an Ogg file with one logical bitstream at a time; sampleCount is 0. */
  public static List<StreamPacket> oggPackets(byte[] bytes) {
    List<StreamPacket> packets = new ArrayList<>();
    ByteArrayOutputStream open = new ByteArrayOutputStream();
    int start = 0;
    int at = 0;
    while (at + 27 <= bytes.length) {
      if (bytes[at] != 'O' || bytes[at + 1] != 'g' || bytes[at + 2] != 'g') {
        at++;
        continue;
      }
      int end = oggPageEnd(bytes, at);
      if (end > bytes.length) {
        break;
      }
      if ((bytes[at + 5] & 1) == 0) {
        open.reset(); // not continued
        start = at;
      }
      int segments = bytes[at + 26] & 0xFF;
      int body = at + 27 + segments;
      for (int i = 0; i < segments; i++) {
        int lacing = bytes[at + 27 + i] & 0xFF;
        open.write(bytes, body, lacing);
        body += lacing;
        if (lacing < 255) {
          packets.add(new StreamPacket(start, end, 0, ByteBuffer.wrap(open.toByteArray())));
          open.reset();
          start = at;
        }
      }
      at = end;
    }
    return packets;
  }

  private static int oggPageEnd(byte[] bytes, int at) {
    int segments = bytes[at + 26] & 0xFF;
    int end = at + 27 + segments;
    for (int i = 0; i < segments && at + 27 + i < bytes.length; i++) {
      end += bytes[at + 27 + i] & 0xFF;
    }
    return end;
  }

  /** Samples at 48 kHz of an Opus packet: RFC 6716, section 3.1. */
  static int opusSamples(ByteBuffer packet) {
    int toc = packet.get(0) & 0xFF;
    int config = toc >> 3;
    int frame;
    if (config >= 16) {
      frame = 120 << (config & 3);
    } else if (config >= 12) {
      frame = (config & 1) == 0 ? 480 : 960;
    } else {
      frame = (config & 3) == 3 ? 2880 : 480 << (config & 3);
    }
    return switch (toc & 3) {
      case 0 -> frame;
      case 3 -> frame * (packet.get(1) & 0x3F);
      default -> frame * 2;
    };
  }

  static boolean startsWith(ByteBuffer content, String text) {
    if (content.remaining() < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (content.get(i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static StreamPacket packet(byte[] bytes, int at, int length, int sampleCount) {
    return new StreamPacket(at, at + length, sampleCount, ByteBuffer.wrap(bytes, at, length));
  }
}
