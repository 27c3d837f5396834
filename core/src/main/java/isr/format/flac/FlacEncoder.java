package isr.format.flac;

import isr.bytes.Crc16;
import isr.bytes.Crc8;
import isr.format.flac.FlacLevel.Stereo;

/**
 * Codes blocks of samples to frames (RFC 9639, section 9), each of which can be decoded by itself.
 *
 * <p>Its memory is made once: coding allocates nothing. One thread at a time.
 */
public final class FlacEncoder {
  /** Samples of more bits are not coded. */
  public static final int MAX_BITS = 24;

  /** The most channels that a frame can have. */
  public static final int MAX_CHANNELS = 8;

  private static final int BLOCK_SIZE = 4096;

  /** Below this rate a block of the usual size would be too long to be held back. */
  private static final int LOW_RATE_HZ = 16_000;

  private final int sampleRateHz;
  private final int channels;
  private final int bits;
  private final Stereo stereo;
  private final byte[] frame;
  private final FrameWriter out;
  private final SubframeEncoder[] subframes;
  private final int[] mid;
  private final int[] side;

  /** Whether the subframes of left, right, mid and side are planned. */
  private boolean planned;

  /**
   * An encoder.
   *
   * @param sampleRateHz 1 to 1,048,575
   * @param channels 1 to 8
   * @param bits of a sample, 4 to 24
   */
  public FlacEncoder(int sampleRateHz, int channels, int bits, FlacLevel level) {
    if (channels < 1 || channels > MAX_CHANNELS || bits < 4 || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "expected 1 to 8 channels of 4 to 24 bits, found " + channels + " of " + bits);
    }
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.bits = bits;
    this.stereo = channels == 2 ? level.effort().stereo() : Stereo.APART;
    int blockSize = blockSize(sampleRateHz);
    Windows windows = new Windows(level.effort().windows(), blockSize);
    this.subframes = new SubframeEncoder[stereo == Stereo.APART ? 1 : 4];
    for (int i = 0; i < subframes.length; i++) {
      subframes[i] = new SubframeEncoder(level.effort(), windows, blockSize);
    }
    this.mid = new int[stereo == Stereo.APART ? 0 : blockSize];
    this.side = new int[mid.length];
    this.frame = new byte[maxFrameBytes(blockSize)];
    this.out = new FrameWriter(frame);
  }

  /** No subframe takes more than the samples as they are. */
  private int maxFrameBytes(int blockSize) {
    int subframeBits = 8 + MAX_BITS + blockSize * (bits + 1);
    return FlacFrameHeader.MAX_BYTES
        + (channels * subframeBits + 7) / 8
        + FlacFrameHeader.FOOTER_BYTES
        + FrameWriter.MARGIN_BYTES;
  }

  /** Samples of every block but the last, which may have fewer. */
  public static int blockSize(int sampleRateHz) {
    return sampleRateHz < LOW_RATE_HZ ? BLOCK_SIZE / 2 : BLOCK_SIZE;
  }

  /**
   * Codes a block.
   *
   * @param samples by channel
   * @param count samples per channel, 1 to {@link #blockSize}
   * @param number of the frame, 0 for the first one of a file
   * @return bytes of the frame, which lies in {@link #frame} from 0 on
   */
  public int encode(int[][] samples, int count, long number) {
    int assignment = plan(samples, count);
    int crcAt = FrameHeaders.write(frame, count, sampleRateHz, assignment, bits, number);
    frame[crcAt] = (byte) Crc8.of(frame, 0, crcAt);
    out.begin(crcAt + 1);
    if (assignment < ChannelAssignment.LEFT_SIDE) {
      writeApart(samples, count);
    } else {
      writePair(samples, count, assignment);
    }
    int end = out.end();
    int crc = Crc16.update(0, frame, 0, end);
    frame[end] = (byte) (crc >>> 8);
    frame[end + 1] = (byte) crc;
    return end + FlacFrameHeader.FOOTER_BYTES;
  }

  /** The frame that was coded last; overwritten by the next one. */
  public byte[] frame() {
    return frame;
  }

  /** Decides what is coded; with two channels, and more work than an estimate, plans it as well. */
  private int plan(int[][] samples, int count) {
    planned = false;
    if (stereo == Stereo.APART) {
      return channels - 1;
    }
    int[] left = samples[0];
    int[] right = samples[1];
    int best =
        stereo == Stereo.ESTIMATED
            ? StereoEstimate.best(left, right, count)
            : StereoEstimate.UNKNOWN;
    if (best != ChannelAssignment.LEFT_RIGHT) {
      mix(left, right, count);
    }
    return best == StereoEstimate.UNKNOWN ? tried(left, right, count) : best;
  }

  private void mix(int[] left, int[] right, int count) {
    int[] sum = mid;
    int[] difference = side;
    for (int i = 0; i < count; i++) {
      sum[i] = (left[i] + right[i]) >> 1;
      difference[i] = left[i] - right[i];
    }
  }

  /** Plans left, right, mid and side, in this order. */
  private int tried(int[] left, int[] right, int count) {
    planned = true;
    return ChannelAssignment.best(
        subframes[0].plan(left, count, bits),
        subframes[1].plan(right, count, bits),
        subframes[2].plan(mid, count, bits),
        subframes[3].plan(side, count, bits + 1));
  }

  private void writeApart(int[][] samples, int count) {
    for (int channel = 0; channel < channels; channel++) {
      write(samples[channel], count, bits, channel);
    }
  }

  private void writePair(int[][] samples, int count, int assignment) {
    switch (assignment) {
      case ChannelAssignment.LEFT_SIDE -> {
        write(samples[0], count, bits, 0);
        write(side, count, bits + 1, 3);
      }
      case ChannelAssignment.SIDE_RIGHT -> {
        write(side, count, bits + 1, 3);
        write(samples[1], count, bits, 1);
      }
      default -> {
        write(mid, count, bits, 2);
        write(side, count, bits + 1, 3);
      }
    }
  }

  private void write(int[] samples, int count, int sampleBits, int which) {
    SubframeEncoder subframe = subframes[planned ? which : 0];
    if (!planned) {
      subframe.plan(samples, count, sampleBits);
    }
    subframe.write(out);
  }
}
