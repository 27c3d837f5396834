package isr.format.flac;

import isr.format.frames.Findings;
import isr.media.FileOutline;
import isr.media.FlacTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How long a native file is, without decoding it: by STREAMINFO, for certain when a frame near the
 * end of the file ends with the last sample that is told.
 */
final class FlacOutline {
  /** So far from the end is looked for the last frame. */
  private static final int TAIL_BYTES = 128 * 1024;

  private final FileBytes in;
  private final FlacStreamInfo info;
  private final long framesStart;

  private FlacOutline(FileBytes in, FlacStreamInfo info, long framesStart) {
    this.in = in;
    this.info = info;
    this.framesStart = framesStart;
  }

  static Optional<FileOutline> of(FileChannel file) throws IOException {
    FileBytes in = new FileBytes(file);
    FlacMetadata metadata = FlacMetadata.read(in, new Findings());
    FlacStreamInfo info = metadata.info();
    if (info == null || info.sampleRateHz() == 0 || info.bits() < 4) {
      return Optional.empty();
    }
    return Optional.of(new FlacOutline(in, info, metadata.end()).outline());
  }

  /** Samples of the file, where its end agrees with what STREAMINFO says. */
  static OptionalLong certainSamples(FileChannel file) throws IOException {
    Optional<FileOutline> outline = of(file);
    return outline.isPresent() && outline.get().certain()
        ? outline.get().sampleCount()
        : OptionalLong.empty();
  }

  private FileOutline outline() throws IOException {
    if (info.totalSamples() == 0) {
      return new FileOutline(track(), OptionalLong.empty(), false);
    }
    return new FileOutline(track(), OptionalLong.of(info.totalSamples()), endsAsTold());
  }

  private FlacTrack track() {
    int size = info.maxBlockSize();
    boolean fixed = size == info.minBlockSize() && size >= FrameCounts.MIN_BLOCK_SIZE;
    return new FlacTrack(
        FlacTrack.Container.NATIVE,
        info.sampleRateHz(),
        info.channels(),
        info.bits(),
        fixed ? OptionalInt.of(size) : OptionalInt.empty(),
        ByteBuffer.allocate(0));
  }

  private boolean endsAsTold() throws IOException {
    long from = Math.max(framesStart, in.fileBytes() - TAIL_BYTES);
    if (from >= in.fileBytes()) {
      return false;
    }
    int at = in.at(from, TAIL_BYTES);
    for (; at < in.end(); at++) {
      Optional<FlacFrameHeader> header = FlacFrameHeader.read(in.array(), at, in.end());
      if (header.isPresent() && end(header.get()) == info.totalSamples()) {
        return true;
      }
    }
    return false;
  }

  /** The sample after a frame's last one; the number counts samples or blocks. */
  private long end(FlacFrameHeader header) {
    long first =
        header.variableBlockSize() ? header.number() : header.number() * info.maxBlockSize();
    return first + header.blockSize();
  }
}
