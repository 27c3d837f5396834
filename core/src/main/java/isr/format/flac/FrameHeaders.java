package isr.format.flac;

/** Writes the headers of frames, as {@link FlacFrameHeader} reads them. */
final class FrameHeaders {
  private static final int KILOHERTZ = 12;
  private static final int HERTZ = 13;
  private static final int TENS_OF_HERTZ = 14;

  /** Section 9.1.1: the block size follows the number, in one byte or two. */
  private static final int BYTE_BLOCK = 6;

  private static final int SHORT_BLOCK = 7;

  private FrameHeaders() {}

  /**
   * Writes a header of a fixed block size to the start of an array.
   *
   * @param number of the frame
   * @return the index at which its CRC-8 belongs
   */
  static int write(
      byte[] bytes, int blockSize, int sampleRateHz, int assignment, int bits, long number) {
    int blockCode = blockCode(blockSize);
    int rateCode = rateCode(sampleRateHz);
    bytes[0] = -1;
    bytes[1] = (byte) 0xF8;
    bytes[2] = (byte) (blockCode << 4 | rateCode);
    bytes[3] = (byte) (assignment << 4 | indexOf(bits, FlacFrameHeader.SAMPLE_SIZES) << 1);
    int at = CodedNumber.write(number, bytes, FlacFrameHeader.NUMBER_OFFSET);
    at = putExtra(bytes, at, blockCode == SHORT_BLOCK, blockCode == BYTE_BLOCK, blockSize - 1);
    return putExtra(
        bytes, at, rateCode > KILOHERTZ, rateCode == KILOHERTZ, extraRate(rateCode, sampleRateHz));
  }

  private static int putExtra(byte[] bytes, int at, boolean asShort, boolean asByte, int value) {
    if (asShort) {
      bytes[at] = (byte) (value >>> 8);
      bytes[at + 1] = (byte) value;
      return at + 2;
    }
    if (asByte) {
      bytes[at] = (byte) value;
    }
    return asByte ? at + 1 : at;
  }

  /** Powers of two have codes of their own. */
  private static int blockCode(int size) {
    boolean isPower = Integer.bitCount(size) == 1 && size >= 256 && size <= 32_768;
    return isPower ? Integer.numberOfTrailingZeros(size) : size <= 256 ? BYTE_BLOCK : SHORT_BLOCK;
  }

  /** 0 where only STREAMINFO can tell the rate. */
  private static int rateCode(int rateHz) {
    int code = indexOf(rateHz, FlacFrameHeader.SAMPLE_RATES);
    if (code > 0) {
      return code;
    }
    if (rateHz % 1000 == 0 && rateHz <= 255_000) {
      return KILOHERTZ;
    }
    return rateHz <= 0xFFFF ? HERTZ : rateHz % 10 == 0 && rateHz <= 655_350 ? TENS_OF_HERTZ : 0;
  }

  private static int extraRate(int code, int rateHz) {
    return switch (code) {
      case KILOHERTZ -> rateHz / 1000;
      case TENS_OF_HERTZ -> rateHz / 10;
      default -> rateHz;
    };
  }

  /**
   * The code of a value in a table of the header; 0, by which STREAMINFO tells it, if it has none.
   */
  private static int indexOf(int value, int[] table) {
    int code = table.length - 1;
    while (code > 0 && table[code] != value) {
      code--;
    }
    return code;
  }
}
