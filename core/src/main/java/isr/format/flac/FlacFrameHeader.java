package isr.format.flac;

import isr.bytes.Crc8;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The header of a frame (RFC 9639, section 9.1).
 *
 * <pre>
 * 11111111 1111100V BBBBRRRR CCCCSSS0 number… [block size - 1]  [sample rate]  CRC-8
 *                                     1 to 7  0, 1 or 2 bytes   0, 1 or 2
 * V blocking strategy, B block size, R sample rate, C channels, S sample size; the number is coded
 * as UTF-8 codes characters, with up to 7 bytes for 36 bits
 * </pre>
 *
 * @param variableBlockSize whether block sizes vary, and the number counts samples
 * @param blockSize samples per channel in this frame, 1 to 65,535
 * @param sampleRateHz empty when STREAMINFO tells it
 * @param channelAssignment 0 to 7: that many channels and one; 8 left and side, 9 side and right,
 *     10 mid and side
 * @param bits of a sample; empty when STREAMINFO tells them
 * @param number of the frame, or of its first sample
 * @param byteCount length of the header, CRC-8 included
 */
public record FlacFrameHeader(
    boolean variableBlockSize,
    int blockSize,
    OptionalInt sampleRateHz,
    int channelAssignment,
    OptionalInt bits,
    long number,
    int byteCount) {
  /** No header is longer. */
  public static final int MAX_BYTES = 16;

  /** Bytes of the CRC-16 at a frame's end (RFC 9639, section 9.3). */
  public static final int FOOTER_BYTES = 2;

  /** The largest number of a frame: 31 bits. */
  public static final long MAX_FRAME_NUMBER = (1L << 31) - 1;

  /** The largest number of a sample: 36 bits. */
  public static final long MAX_SAMPLE_NUMBER = (1L << 36) - 1;

  /** Where the coded number begins. */
  static final int NUMBER_OFFSET = 4;

  /** Section 9.1.2, by the four bits; 0 is reserved or told later in the header. */
  static final int[] SAMPLE_RATES = {
    0, 88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000,
    32_000, 44_100, 48_000, 96_000, 0, 0, 0, 0
  };

  /** Section 9.1.4, by the three bits; 0 means STREAMINFO, 3 is reserved. */
  static final int[] SAMPLE_SIZES = {0, 8, 12, 0, 16, 20, 24, 32};

  /** Channels, 1 to 8. */
  public int channels() {
    return channelAssignment < ChannelAssignment.LEFT_SIDE ? channelAssignment + 1 : 2;
  }

  /** Whether two bytes may begin a header; most others are told apart by this alone. */
  static boolean isSync(byte[] bytes, int at) {
    return bytes[at] == -1 && (bytes[at + 1] & 0xFE) == 0xF8;
  }

  /**
   * Reads the header of a frame that stands alone.
   *
   * @param frame position to limit, which stay
   * @return empty when no header with the right CRC-8 begins at the position
   */
  public static Optional<FlacFrameHeader> read(ByteBuffer frame) {
    byte[] start = new byte[Math.min(MAX_BYTES, frame.remaining())];
    frame.duplicate().get(start);
    return read(start, 0, start.length);
  }

  /**
   * Reads a header in an array.
   *
   * @param end index after the last byte there; a header that is cut short is none
   * @return empty when no header with the right CRC-8 begins there
   */
  public static Optional<FlacFrameHeader> read(byte[] bytes, int at, int end) {
    if (end - at <= NUMBER_OFFSET || !isSync(bytes, at) || !keepsReserved(bytes, at)) {
      return Optional.empty();
    }
    boolean variable = (bytes[at + 1] & 1) != 0;
    int numberBytes = CodedNumber.length(bytes[at + NUMBER_OFFSET]);
    int blockCode = (bytes[at + 2] & 0xF0) >>> 4;
    int rateCode = bytes[at + 2] & 0x0F;
    int blockAt = at + NUMBER_OFFSET + numberBytes;
    int rateAt = blockAt + extraBlockBytes(blockCode);
    int crcAt = rateAt + extraRateBytes(rateCode);
    if (numberBytes == 0 || crcAt >= end || Crc8.of(bytes, at, crcAt + 1 - at) != 0) {
      return Optional.empty();
    }
    long number = CodedNumber.read(bytes, at + NUMBER_OFFSET);
    int blockSize = blockSize(blockCode, bytes, blockAt);
    OptionalInt rate = sampleRate(rateCode, bytes, rateAt);
    if (number < 0
        || (!variable && number > MAX_FRAME_NUMBER)
        || blockSize > 0xFFFF
        || (rateCode != 0 && rate.isEmpty())) {
      return Optional.empty();
    }
    int bits = SAMPLE_SIZES[(bytes[at + 3] & 0x0E) >>> 1];
    return Optional.of(
        new FlacFrameHeader(
            variable,
            blockSize,
            rate,
            (bytes[at + 3] & 0xF0) >>> 4,
            bits == 0 ? OptionalInt.empty() : OptionalInt.of(bits),
            number,
            crcAt + 1 - at));
  }

  /** Whether all four codes have a meaning, and the reserved bit is 0. */
  private static boolean keepsReserved(byte[] bytes, int at) {
    int blockCode = bytes[at + 2] & 0xF0;
    int rateCode = bytes[at + 2] & 0x0F;
    int channelCode = (bytes[at + 3] & 0xF0) >>> 4;
    int sizeCode = bytes[at + 3] & 0x0E;
    return blockCode != 0
        && rateCode != 0x0F
        && channelCode <= ChannelAssignment.MID_SIDE
        && sizeCode != 6
        && (bytes[at + 3] & 1) == 0;
  }

  private static int extraBlockBytes(int code) {
    return code == 6 ? 1 : code == 7 ? 2 : 0;
  }

  private static int extraRateBytes(int code) {
    return code < 12 ? 0 : code == 12 ? 1 : 2;
  }

  /** Section 9.1.1. */
  private static int blockSize(int code, byte[] bytes, int at) {
    return switch (code) {
      case 1 -> 192;
      case 2, 3, 4, 5 -> 144 << code;
      case 6 -> (bytes[at] & 0xFF) + 1;
      case 7 -> twoBytes(bytes, at) + 1;
      default -> 1 << code;
    };
  }

  private static OptionalInt sampleRate(int code, byte[] bytes, int at) {
    int rate =
        switch (code) {
          case 12 -> (bytes[at] & 0xFF) * 1000;
          case 13 -> twoBytes(bytes, at);
          case 14 -> twoBytes(bytes, at) * 10;
          default -> SAMPLE_RATES[code];
        };
    return rate == 0 ? OptionalInt.empty() : OptionalInt.of(rate);
  }

  private static int twoBytes(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }
}
