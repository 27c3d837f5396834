package isr.format.ogg;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Whether the frames of an Opus packet fill it as the rules say (RFC 6716, sections 3.2 and 3.4,
 * and for all but the last of several streams its appendix B). A decoder conceals a packet that
 * breaks them; only the checker looks.
 */
final class OpusPacketCheck {
  /** RFC 6716, section 3.2.1, R2. */
  private static final int MAX_FRAME_BYTES = 1275;

  private final ByteBuffer packet;
  private int at;
  private int end;

  private OpusPacketCheck(ByteBuffer packet) {
    this.packet = packet;
    this.at = packet.position();
    this.end = packet.limit();
  }

  /**
   * The first rule that the packet breaks.
   *
   * @param streams Opus streams in the packet; each must have the same duration
   */
  static Optional<String> fault(ByteBuffer packet, int streams) {
    int samples = OpusPacket.samples(packet);
    if (samples < 0) {
      return Optional.of("Opus packet of no legal duration (RFC 6716, section 3.2)");
    }
    OpusPacketCheck check = new OpusPacketCheck(packet);
    for (int i = 1; i <= streams; i++) {
      if (check.streamSamples() != samples) {
        return Optional.of("Opus streams of one packet differ in duration (RFC 7845, section 3)");
      }
      if (!check.stream(i < streams)) {
        return Optional.of("Opus frames do not fill their packet (RFC 6716, section 3.4)");
      }
    }
    return Optional.empty();
  }

  private int streamSamples() {
    return OpusPacket.samples(packet.slice(at, end - at));
  }

  /**
   * Goes past one stream's frames; a self-delimited one tells the length of its last frame, too.
   */
  private boolean stream(boolean delimited) {
    int code = next() & 3;
    return switch (code) {
      case 0 -> equalFrames(1, delimited, 0);
      case 1 -> equalFrames(2, delimited, 0);
      case 2 -> unequalFrames(2, delimited, 0);
      default -> countedFrames(delimited);
    };
  }

  private boolean countedFrames(boolean delimited) {
    int count = next();
    int padding = (count & 0x40) == 0 ? 0 : padding();
    if (padding > end - at) {
      return false;
    }
    int frames = count & 63;
    return (count & 0x80) == 0
        ? equalFrames(frames, delimited, padding)
        : unequalFrames(frames, delimited, padding);
  }

  /** 255 means 254 bytes and another length (RFC 6716, section 3.2.5). */
  private int padding() {
    int padding = 0;
    int value;
    do {
      value = next();
      padding += Math.min(value, 254);
    } while (value == 255);
    return padding;
  }

  private boolean equalFrames(int frames, boolean delimited, int padding) {
    int total = delimited ? frames * frameLength() : end - at - padding;
    boolean legal = total >= 0 && total % frames == 0 && total / frames <= MAX_FRAME_BYTES;
    return skip(total + padding) && legal;
  }

  private boolean unequalFrames(int frames, boolean delimited, int padding) {
    int total = 0;
    for (int i = 1; i < frames; i++) {
      total += frameLength();
    }
    int last = delimited ? frameLength() : end - at - padding - total;
    return last >= 0 && last <= MAX_FRAME_BYTES && skip(total + last + padding);
  }

  /** One or two bytes (RFC 6716, section 3.2.1). */
  private int frameLength() {
    int first = next();
    return first < 252 ? first : first + 4 * next();
  }

  private boolean skip(int count) {
    boolean there = count >= 0 && count <= end - at;
    at += there ? count : 0;
    return there;
  }

  private int next() {
    return at < end ? Byte.toUnsignedInt(packet.get(at++)) : 0;
  }
}
