package isr.format.mpeg;

import isr.bytes.Crc16;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A Xing header as any program may have written it into the first frame of a file.
 *
 * @param frames that follow this one, if it tells; 0 when it was never filled in
 * @param bytes from the start of this frame to the end of the last one, if it tells; 0 as above
 * @param lame the LAME tag behind it, if there is one that players believe
 */
record XingHeader(OptionalLong frames, OptionalLong bytes, Optional<Lame> lame) {
  /**
   * A LAME tag.
   *
   * @param delaySamples of the encoder
   * @param paddingSamples that the encoder added at the end
   * @param crcMatches whether the tag's CRC is right
   */
  record Lame(int delaySamples, int paddingSamples, boolean crcMatches) {
    /** Samples that a player drops at the start. */
    int droppedAtStart() {
      return delaySamples == 0 && paddingSamples == 0 ? 0 : delaySamples + InfoFrame.DECODER_DELAY;
    }

    /** Samples that a player drops at the end. */
    int droppedAtEnd() {
      return Math.max(0, paddingSamples - InfoFrame.DECODER_DELAY);
    }
  }

  static final int FRAMES = 1;
  static final int BYTES = 2;
  static final int TOC = 4;
  static final int QUALITY = 8;
  static final int LAME_BYTES = 36;
  private static final int FFMPEG_CRC_BYTES = 190;
  static final List<String> LAME_ENCODERS = List.of("LAME", "Lavc", "Lavf");

  /** Reads it from a whole frame; empty when the frame has none. */
  static Optional<XingHeader> read(byte[] bytes, int frame) {
    int header = MpegHeader.read(bytes, frame);
    int length = MpegHeader.frameBytes(header);
    int tag = InfoFrame.tagOffset(header);
    if (MpegHeader.layer(header) != 3 || length < tag + 8) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, frame, length).slice();
    String mark = text(in, tag);
    if (!mark.equals("Xing") && !mark.equals("Info")) {
      return Optional.empty();
    }
    return read(in, tag);
  }

  private static Optional<XingHeader> read(ByteBuffer in, int tag) {
    int flags = in.getInt(tag + 4);
    int fields = 4 * Integer.bitCount(flags & (FRAMES | BYTES | QUALITY));
    int end = tag + 8 + fields + ((flags & TOC) != 0 ? InfoFrame.TOC_BYTES : 0);
    if (end > in.limit()) {
      return Optional.empty();
    }
    int bytesAt = tag + 8 + 4 * (flags & FRAMES);
    return Optional.of(
        new XingHeader(
            count(in, tag + 8, (flags & FRAMES) != 0),
            count(in, bytesAt, (flags & BYTES) != 0),
            lame(in, end)));
  }

  private static OptionalLong count(ByteBuffer in, int at, boolean told) {
    return told ? OptionalLong.of(Integer.toUnsignedLong(in.getInt(at))) : OptionalLong.empty();
  }

  private static Optional<Lame> lame(ByteBuffer in, int at) {
    if (in.limit() - at < LAME_BYTES || !LAME_ENCODERS.contains(text(in, at))) {
      return Optional.empty();
    }
    int both = in.getInt(at + 20) & 0xFF_FFFF;
    return Optional.of(new Lame(both >>> 12, both & 0xFFF, crcMatches(in, at + LAME_BYTES - 2)));
  }

  /** The CRC is over all bytes before it; ffmpeg takes the first 190, wherever it stands. */
  private static boolean crcMatches(ByteBuffer in, int crcAt) {
    int told = Short.toUnsignedInt(in.getShort(crcAt));
    byte[] bytes = new byte[Math.min(in.limit(), Math.max(crcAt, FFMPEG_CRC_BYTES))];
    in.get(0, bytes, 0, crcAt);
    if (told == Crc16.updateReflected(0, bytes, 0, crcAt)) {
      return true;
    }
    int rest = Math.max(0, bytes.length - crcAt - 2);
    in.get(bytes.length - rest, bytes, bytes.length - rest, rest);
    return bytes.length == FFMPEG_CRC_BYTES
        && told == Crc16.updateReflected(0, bytes, 0, FFMPEG_CRC_BYTES);
  }

  private static String text(ByteBuffer in, int at) {
    byte[] four = new byte[4];
    in.get(at, four);
    return new String(four, StandardCharsets.ISO_8859_1);
  }
}
