package isr.format.flac;

import java.nio.ByteBuffer;

/**
 * The STREAMINFO block (RFC 9639, section 8.2), without its block header. Any values that fit the
 * fields are taken; whether they make sense is the checker's business.
 *
 * <pre>
 * minimum block size 16 | maximum block size 16 | minimum frame size 24 | maximum frame size 24 |
 * sample rate 20 | channels - 1 3 | bits - 1 5 | samples 36 | MD5 128
 * </pre>
 *
 * @param minBlockSize samples of the smallest block, the last one left out
 * @param maxBlockSize samples of the largest block
 * @param minFrameBytes bytes of the smallest frame; 0 when unknown
 * @param maxFrameBytes bytes of the largest frame; 0 when unknown
 * @param sampleRateHz 0 to 1,048,575; 0 is no audio
 * @param channels 1 to 8
 * @param bits of a sample, 1 to 32; the specification wants 4 at the least
 * @param totalSamples samples per channel; 0 when unknown
 * @param md5High the first eight bytes of the MD5 of the samples; with md5Low 0 when unknown
 * @param md5Low the other eight bytes
 */
public record FlacStreamInfo(
    int minBlockSize,
    int maxBlockSize,
    int minFrameBytes,
    int maxFrameBytes,
    int sampleRateHz,
    int channels,
    int bits,
    long totalSamples,
    long md5High,
    long md5Low) {
  /** Length of the block, in bytes. */
  public static final int BYTES = 34;

  /** The highest rate that can be told. */
  public static final int MAX_SAMPLE_RATE_HZ = (1 << 20) - 1;

  /** The largest number of samples that can be told. */
  public static final long MAX_TOTAL_SAMPLES = (1L << 36) - 1;

  /** Checks that each value fits its field. */
  public FlacStreamInfo {
    fits(minBlockSize, 0, 0xFFFF);
    fits(maxBlockSize, 0, 0xFFFF);
    fits(minFrameBytes, 0, 0xFF_FFFF);
    fits(maxFrameBytes, 0, 0xFF_FFFF);
    fits(sampleRateHz, 0, MAX_SAMPLE_RATE_HZ);
    fits(channels, 1, 8);
    fits(bits, 1, 32);
    fits(totalSamples, 0, MAX_TOTAL_SAMPLES);
  }

  private static void fits(long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "STREAMINFO: expected " + least + " to " + most + ", found " + value);
    }
  }

  /**
   * Reads a block.
   *
   * @param bytes {@link #BYTES} bytes lie from the index on; position and limit stay
   * @param at index of the first one
   */
  public static FlacStreamInfo read(ByteBuffer bytes, int at) {
    ByteBuffer block = bytes.slice(at, BYTES);
    long frames = block.getLong(4);
    long rest = block.getLong(10);
    return new FlacStreamInfo(
        block.getShort(0) & 0xFFFF,
        block.getShort(2) & 0xFFFF,
        (int) (frames >>> 40),
        (int) (frames >>> 16) & 0xFF_FFFF,
        (int) (rest >>> 44),
        ((int) (rest >>> 41) & 7) + 1,
        ((int) (rest >>> 36) & 31) + 1,
        rest & MAX_TOTAL_SAMPLES,
        block.getLong(18),
        block.getLong(26));
  }

  /** The block as it is written. */
  public ByteBuffer write() {
    ByteBuffer block = ByteBuffer.allocate(BYTES);
    block.putShort((short) minBlockSize).putShort((short) maxBlockSize);
    block.putLong((long) minFrameBytes << 40 | (long) maxFrameBytes << 16);
    long track = (long) sampleRateHz << 44 | (channels - 1L) << 41 | (bits - 1L) << 36;
    block.putLong(10, track | totalSamples).position(18);
    return block.putLong(md5High).putLong(md5Low).flip();
  }

  /** Whether the MD5 of the samples is told. */
  public boolean hasMd5() {
    return (md5High | md5Low) != 0;
  }

  /** The same with another MD5. */
  FlacStreamInfo withMd5(long high, long low) {
    return new FlacStreamInfo(
        minBlockSize,
        maxBlockSize,
        minFrameBytes,
        maxFrameBytes,
        sampleRateHz,
        channels,
        bits,
        totalSamples,
        high,
        low);
  }
}
