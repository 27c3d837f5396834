package isr.format.flac;

import isr.media.FlacTrack;

/** What STREAMINFO tells of the frames of a file, counted frame by frame. */
final class FrameCounts {
  /** No block but the last has fewer samples (RFC 9639, section 8.2). */
  static final int MIN_BLOCK_SIZE = 16;

  /** No block has more samples. */
  static final int MAX_BLOCK_SIZE = 0xFFFF;

  /** The largest value of a field of 24 bits; larger frames count as of unknown size. */
  private static final int MAX_FRAME_BYTES = 0xFF_FFFF;

  private long frames;
  private long samples;
  private int minFrameBytes = Integer.MAX_VALUE;
  private int maxFrameBytes;
  private int minBlockSize = MAX_BLOCK_SIZE;
  private int maxBlockSize;
  private int lastBlockSize;

  /** One more frame. */
  void add(int blockSize, int frameBytes) {
    if (frames > 0) {
      minBlockSize = Math.min(minBlockSize, lastBlockSize);
    }
    maxBlockSize = Math.max(maxBlockSize, blockSize);
    lastBlockSize = blockSize;
    minFrameBytes = Math.min(minFrameBytes, frameBytes);
    maxFrameBytes = Math.max(maxFrameBytes, frameBytes);
    frames++;
    samples += blockSize;
  }

  long frames() {
    return frames;
  }

  long samples() {
    return samples;
  }

  /** Samples of the frame added last; 0 when there was none. */
  int lastBlockSize() {
    return lastBlockSize;
  }

  /** Of the smallest block, the last one left out; of the only one where there is one. */
  int minBlockSize() {
    return frames > 1 ? minBlockSize : maxBlockSize;
  }

  int maxBlockSize() {
    return maxBlockSize;
  }

  /** Of the smallest frame in bytes; of no frames 0. */
  int minFrameBytes() {
    return frames == 0 || maxFrameBytes > MAX_FRAME_BYTES ? 0 : minFrameBytes;
  }

  /** Of the largest frame in bytes; 0 when the field cannot hold it. */
  int maxFrameBytes() {
    return maxFrameBytes > MAX_FRAME_BYTES ? 0 : maxFrameBytes;
  }

  /** STREAMINFO that later frames will not break. */
  FlacStreamInfo growing(FlacTrack track) {
    int least = track.fixedBlockSize().orElse(MIN_BLOCK_SIZE);
    int most = track.fixedBlockSize().orElse(MAX_BLOCK_SIZE);
    return streamInfo(track, least, most, 0, 0);
  }

  /** STREAMINFO of these frames and no more. */
  FlacStreamInfo ended(FlacTrack track) {
    if (frames == 0) {
      return growing(track);
    }
    int most = track.fixedBlockSize().orElse(Math.max(maxBlockSize, MIN_BLOCK_SIZE + 1));
    int least = track.fixedBlockSize().orElse(leastOfVarying(most));
    return streamInfo(track, least, most, minFrameBytes(), maxFrameBytes());
  }

  /** Two equal bounds would say that the size is fixed (RFC 9639, section 8.2). */
  private int leastOfVarying(int most) {
    int least = Math.max(MIN_BLOCK_SIZE, minBlockSize());
    return least >= most ? MIN_BLOCK_SIZE : least;
  }

  private FlacStreamInfo streamInfo(
      FlacTrack track, int least, int most, int minFrameBytes, int maxFrameBytes) {
    return new FlacStreamInfo(
        least,
        most,
        minFrameBytes,
        maxFrameBytes,
        track.sampleRateHz(),
        track.channels(),
        track.bits(),
        samples > FlacStreamInfo.MAX_TOTAL_SAMPLES ? 0 : samples,
        0,
        0);
  }
}
