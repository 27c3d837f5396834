package isr.analysis;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Mean square and peak of all channels in each 100 ms. */
final class BlockMeter {
  private static final int BUFFER_BYTES = Levels.BLOCK_BYTES * 512;

  /** No audio is louder; decoders of damaged files may say so. */
  private static final float MOST = 100;

  private final WaveformFiles files;
  private final int sampleRateHz;
  private final int channels;
  private final long endBlock;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long bufferedFrom;
  private long block;
  private long blockStart;
  private long blockEnd;
  private long position;
  private double sum;
  private float peak;
  private long count;

  /**
   * A meter of the blocks that begin in a range.
   *
   * @param from first sample of the range, and the first one that is added
   * @param to end of the range
   */
  BlockMeter(WaveformFiles files, int sampleRateHz, int channels, long from, long to) {
    this.files = files;
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.position = from;
    this.block = Levels.blocksBefore(from, sampleRateHz);
    this.blockStart = Levels.blockStart(block, sampleRateHz);
    this.blockEnd = Levels.blockStart(block + 1, sampleRateHz);
    this.bufferedFrom = block;
    this.endBlock = to == Long.MAX_VALUE ? Long.MAX_VALUE : Levels.blocksBefore(to, sampleRateHz);
  }

  /** Whether all blocks of the range are measured. */
  boolean isComplete() {
    return block >= endBlock;
  }

  /** Samples up to the next place that matters here: a block's beginning or its end. */
  long room() {
    if (isComplete()) {
      return Long.MAX_VALUE;
    }
    return position < blockStart ? blockStart - position : blockEnd - position;
  }

  /**
   * Takes samples of all channels, at most as many as there is {@link #room} for.
   *
   * @param squares sum over all of them
   * @param most the largest absolute value
   * @param length of each channel
   */
  void add(double squares, float most, int length) throws IOException {
    boolean counts = position >= blockStart;
    position += length;
    if (!counts || isComplete()) {
      return;
    }
    sum += squares;
    peak = Math.max(peak, most);
    count += length;
    while (position >= blockEnd && !isComplete()) {
      endBlock();
    }
  }

  private void endBlock() throws IOException {
    double meanSquare = count == 0 ? 0 : sum / ((double) count * channels);
    buffer.putFloat(clean(meanSquare)).putFloat(clean(peak));
    sum = 0;
    peak = 0;
    count = 0;
    block++;
    blockStart = blockEnd;
    blockEnd = Levels.blockStart(block + 1, sampleRateHz);
    if (!buffer.hasRemaining()) {
      flush();
    }
  }

  private static float clean(double value) {
    return value <= MOST ? (float) value : MOST; // not a number, too
  }

  private void flush() throws IOException {
    files.writeBlocks(bufferedFrom, buffer.flip());
    buffer.clear();
    bufferedFrom = block;
  }

  /** Writes what is left, the last block with what there is of it. */
  void finish() throws IOException {
    if (count > 0) {
      endBlock();
    }
    flush();
  }
}
