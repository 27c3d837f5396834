package isr.format.flac;

import isr.bytes.Crc16;
import isr.media.MalformedMediaException;
import java.util.Arrays;

/**
 * Decodes frames, one after the other, each by itself (RFC 9639, section 9.2): every subframe type,
 * up to 32 bits and 8 channels.
 *
 * <p>Its memory is one block of samples, at most 8 × 65,535. After an exception it is as usable as
 * before.
 */
public final class FlacFrameDecoder {
  /** The coefficients of the fixed predictors by their order (section 9.2.5). */
  private static final int[][] FIXED = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

  private static final long[] NO_SAMPLES = {};

  private static final int CONSTANT = 0;
  private static final int VERBATIM = 1;
  private static final int FIXED_FIRST = 8;
  private static final int LPC_FIRST = 32;

  private final int[] coefficients = new int[32];
  private long[][] samples = new long[0][0];
  private boolean checksumMatches;

  /** Only the end of the frame is wanted, not its samples. */
  private boolean endOnly;

  private int readBytes;

  /**
   * Finds the end of a frame without decoding its samples: takes what {@link #decode} takes,
   * returns and throws as it does. What it costs grows with the bytes that are read, not with the
   * samples.
   */
  public int end(FlacFrameHeader header, byte[] bytes, int at, int end, int bits)
      throws MalformedMediaException {
    endOnly = true;
    try {
      return decode(header, bytes, at, end, bits);
    } finally {
      endOnly = false;
    }
  }

  /** Bytes that were read of the frame asked for last, also when it was malformed. */
  int readBytes() {
    return readBytes;
  }

  /**
   * Decodes a frame.
   *
   * @param header that lies at the index
   * @param at index of the frame's first byte
   * @param end index after the last byte there, which may be foreign
   * @param bits of a sample, from the header or STREAMINFO
   * @return index after the frame, its CRC-16 included, which is not compared here
   * @throws MalformedMediaException with an offset from the frame's start, when a rule is broken or
   *     the frame is longer than what is there
   */
  public int decode(FlacFrameHeader header, byte[] bytes, int at, int end, int bits)
      throws MalformedMediaException {
    checksumMatches = false;
    int next = decodeUnchecked(header, bytes, at, end, bits);
    checksumMatches = Crc16.update(0, bytes, at, next - at) == 0;
    return next;
  }

  /** The same for a frame whose checksum is known to be right; {@link #checksumMatches} is not. */
  public int decodeUnchecked(FlacFrameHeader header, byte[] bytes, int at, int end, int bits)
      throws MalformedMediaException {
    readBytes = 0;
    if (!endOnly) {
      prepare(header.channels(), header.blockSize());
    }
    FrameBits in = new FrameBits(bytes, at + header.byteCount(), end);
    for (int channel = 0; channel < header.channels(); channel++) {
      int from = in.index();
      long[] out = endOnly ? NO_SAMPLES : samples[channel];
      String broken = subframe(in, out, header.blockSize(), bits(header, channel, bits));
      readBytes = Math.min(in.index(), end) - at;
      if (in.overrun()) {
        throw new MalformedMediaException((long) end - at, "truncated: a frame goes on here");
      }
      if (!broken.isEmpty()) {
        throw new MalformedMediaException((long) from - at, broken);
      }
    }
    if (!in.skipToByte()) {
      throw new MalformedMediaException((long) in.index() - at, "expected zeros up to the byte");
    }
    int crcAt = in.index();
    if (crcAt + FlacFrameHeader.FOOTER_BYTES > end) {
      throw new MalformedMediaException((long) end - at, "truncated: a frame goes on here");
    }
    if (!endOnly) {
      correlate(header);
    }
    return crcAt + FlacFrameHeader.FOOTER_BYTES;
  }

  /** Whether the CRC-16 of the frame asked for last was right. */
  public boolean checksumMatches() {
    return checksumMatches;
  }

  /**
   * The samples of the frame decoded last, by channel; as many of each as the block size says, the
   * arrays may be longer. Valid until the next frame.
   */
  public long[][] samples() {
    return samples;
  }

  private void prepare(int channels, int blockSize) {
    if (samples.length < channels || samples[0].length < blockSize) {
      int length = samples.length == 0 ? blockSize : Math.max(blockSize, samples[0].length);
      samples = new long[Math.max(channels, samples.length)][length];
    }
  }

  /** A side channel has one bit more (section 9.2.3). */
  private static int bits(FlacFrameHeader header, int channel, int bits) {
    int side = header.channelAssignment() == ChannelAssignment.SIDE_RIGHT ? 0 : 1;
    return bits
        + (header.channelAssignment() >= ChannelAssignment.LEFT_SIDE && channel == side ? 1 : 0);
  }

  /** Reads a subframe; what is broken, or nothing. */
  private String subframe(FrameBits in, long[] out, int count, int bits) {
    int head = (int) in.read(8);
    int type = head >>> 1;
    int wasted = (head & 1) == 0 ? 0 : (int) Math.min(64, in.readUnary() + 1);
    int coded = bits - wasted;
    if (head > 0x7F || coded < 1) {
      return "subframe: expected a zero bit and fewer than %d wasted bits, found 0x%02x and %d"
          .formatted(bits, head, wasted);
    }
    String broken = read(in, type, out, count, coded);
    if (wasted > 0 && broken.isEmpty() && !endOnly) {
      for (int i = 0; i < count; i++) {
        out[i] <<= wasted;
      }
    }
    return broken;
  }

  private String read(FrameBits in, int type, long[] out, int count, int bits) {
    if (type == CONSTANT) {
      Arrays.fill(out, 0, endOnly ? 0 : count, in.readSigned(bits));
      return "";
    }
    if (type == VERBATIM) {
      readWarmUp(in, out, count, bits);
      return "";
    }
    if (type >= LPC_FIRST) {
      return linear(in, out, count, bits, type - LPC_FIRST + 1);
    }
    int order = type - FIXED_FIRST;
    if (order < 0 || order >= FIXED.length) {
      return "subframe: type " + type + " is reserved";
    }
    if (order > count) {
      return tooShort(order, count);
    }
    System.arraycopy(FIXED[order], 0, coefficients, 0, order);
    readWarmUp(in, out, order, bits);
    String broken = residual(in, out, count, order);
    predict(out, count, order, 0);
    return broken;
  }

  /** Section 9.2.6. */
  private String linear(FrameBits in, long[] out, int count, int bits, int order) {
    if (order > count) {
      return tooShort(order, count);
    }
    readWarmUp(in, out, order, bits);
    int precision = (int) in.read(4) + 1;
    int shift = (int) in.readSigned(5);
    if (precision == 16 || shift < 0) {
      return "subframe: coefficient precision code %d and shift %d are not allowed"
          .formatted(precision - 1, shift);
    }
    for (int i = 0; i < order; i++) {
      coefficients[i] = (int) in.readSigned(precision);
    }
    String broken = residual(in, out, count, order);
    predict(out, count, order, shift);
    return broken;
  }

  private static String tooShort(int order, int count) {
    return "subframe: a predictor of order " + order + " in a block of " + count;
  }

  private void readWarmUp(FrameBits in, long[] out, int count, int bits) {
    if (endOnly) {
      in.skip((long) count * bits);
      return;
    }
    for (int i = 0; i < count && !in.overrun(); i++) {
      out[i] = in.readSigned(bits);
    }
  }

  /** Section 9.2.7: the rest of the block, in partitions. */
  private String residual(FrameBits in, long[] out, int count, int order) {
    int method = (int) in.read(2);
    int partitionOrder = (int) in.read(4);
    int partitionSize = count >> partitionOrder;
    if (method > 1) {
      return "residual: coding method " + method + " is reserved";
    }
    if (partitionSize << partitionOrder != count || partitionSize < order) {
      return "residual: partition order %d for a block of %d and a predictor of order %d"
          .formatted(partitionOrder, count, order);
    }
    int parameterBits = 4 + method;
    int escape = (1 << parameterBits) - 1;
    for (int from = order, to = partitionSize; to <= count; from = to, to += partitionSize) {
      int parameter = (int) in.read(parameterBits);
      if (parameter == escape) {
        readRaw(in, out, from, to, (int) in.read(5));
      } else if (endOnly) {
        skipRice(in, to - from, parameter);
      } else {
        in.readRice(parameter, out, from, to);
      }
      if (in.overrun()) {
        return "truncated";
      }
    }
    return "";
  }

  /** A partition without codes: raw numbers of some bits; of none, they are all 0. */
  private void readRaw(FrameBits in, long[] out, int from, int to, int bits) {
    if (endOnly) {
      in.skip((long) (to - from) * bits);
      return;
    }
    for (int i = from; i < to; i++) {
      out[i] = in.readSigned(bits);
    }
  }

  private static void skipRice(FrameBits in, int count, int parameter) {
    for (int i = 0; i < count && !in.overrun(); i++) {
      in.readRice(parameter);
    }
  }

  private void predict(long[] out, int count, int order, int shift) {
    if (endOnly) {
      return;
    }
    LinearRestore.restore(out, count, order, coefficients, shift);
  }

  /** Section 4.2: two channels from one and a difference. */
  private void correlate(FlacFrameHeader header) {
    if (header.channelAssignment() < ChannelAssignment.LEFT_SIDE) {
      return;
    }
    long[] first = samples[0];
    long[] second = samples[1];
    int count = header.blockSize();
    switch (header.channelAssignment()) {
      case ChannelAssignment.LEFT_SIDE -> leftSide(first, second, count);
      case ChannelAssignment.SIDE_RIGHT -> sideRight(first, second, count);
      case ChannelAssignment.MID_SIDE -> midSide(first, second, count);
      default -> throw new IllegalStateException("channel assignment");
    }
  }

  private static void leftSide(long[] first, long[] second, int count) {
    for (int i = 0; i < count; i++) {
      second[i] = first[i] - second[i];
    }
  }

  private static void sideRight(long[] first, long[] second, int count) {
    for (int i = 0; i < count; i++) {
      first[i] += second[i];
    }
  }

  private static void midSide(long[] first, long[] second, int count) {
    for (int i = 0; i < count; i++) {
      long side = second[i];
      long left = ((first[i] << 1 | (side & 1)) + side) >> 1;
      first[i] = left;
      second[i] = left - side;
    }
  }
}
