package isr.analysis;

import isr.codec.SampleBlock;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Mean square and peak of all channels in each 100 ms. */
final class BlockMeter {
  private static final int BUFFER_BYTES = Levels.BLOCK_BYTES * 512;

  /** Squares are added up as floats for so many samples at most, which costs no precision. */
  private static final int RUN = 512;

  /** No audio is louder; decoders of damaged files may say so. */
  private static final float MOST = 100;

  private final WaveformFiles files;
  private final int sampleRateHz;
  private final int channels;
  private final long endBlock;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long bufferedFrom;
  private long block;
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
    this.blockEnd = Levels.blockStart(block + 1, sampleRateHz);
    this.bufferedFrom = block;
    this.endBlock = to == Long.MAX_VALUE ? Long.MAX_VALUE : Levels.blocksBefore(to, sampleRateHz);
  }

  /** Whether all blocks of the range are measured. */
  boolean isComplete() {
    return block >= endBlock;
  }

  void add(SampleBlock samples) throws IOException {
    int at = samples.from();
    int end = at + samples.count();
    long start = Levels.blockStart(block, sampleRateHz);
    if (position < start) {
      int early = (int) Math.min(end - at, start - position);
      at += early;
      position += early;
    }
    while (at < end && !isComplete()) {
      int run = (int) Math.min(Math.min(end - at, RUN), blockEnd - position);
      for (int channel = 0; channel < channels; channel++) {
        measure(samples.channel(channel), at, run);
      }
      count += run;
      at += run;
      position += run;
      if (position >= blockEnd) {
        endBlock();
      }
    }
  }

  private void measure(float[] from, int at, int length) {
    float a = 0;
    float b = 0;
    float high = 0;
    float low = 0;
    int end = at + length;
    int i = at;
    for (; i + 1 < end; i += 2) {
      float x = from[i];
      float y = from[i + 1];
      a += x * x;
      b += y * y;
      high = x > high ? x : high;
      low = x < low ? x : low;
      high = y > high ? y : high;
      low = y < low ? y : low;
    }
    if (i < end) {
      float x = from[i];
      a += x * x;
      high = Math.max(high, x);
      low = Math.min(low, x);
    }
    sum += a + b;
    peak = Math.max(peak, Math.max(high, -low));
  }

  private void endBlock() throws IOException {
    double meanSquare = count == 0 ? 0 : sum / ((double) count * channels);
    buffer.putFloat(clean(meanSquare)).putFloat(clean(peak));
    sum = 0;
    peak = 0;
    count = 0;
    block++;
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
