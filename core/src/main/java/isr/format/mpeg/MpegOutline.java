package isr.format.mpeg;

import isr.format.frames.FrameDemuxer;
import isr.format.frames.FrameSamples;
import isr.media.Demuxer;
import isr.media.FileOutline;
import isr.media.SeekPoints;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a file of layers II or III is, without reading it through: by its Xing header when that
 * agrees with the file's length, else, when frames of one bit rate stand wherever it is looked, by
 * its length. Other files have to be read.
 */
final class MpegOutline {
  /** Looks for frames at that many places. */
  private static final int PLACES = 4;

  /** Frames that follow one another at each place. */
  private static final int FRAMES_PER_PLACE = 8;

  private final FrameSamples file;
  private final int header;

  private MpegOutline(FrameSamples file, int header) {
    this.file = file;
    this.header = header;
  }

  static Optional<FileOutline> of(FileChannel channel) throws IOException {
    FrameSamples file = FrameSamples.of(channel, new MpegSyntax());
    if (file.first().length == 0) {
      return Optional.empty();
    }
    return Optional.of(new MpegOutline(file, MpegHeader.read(file.first(), 0)).outline());
  }

  /** Opens a file for reading; a first frame with a Xing header is no audio. */
  static Demuxer demuxer(FileChannel channel, SeekPoints points) throws IOException {
    FrameSamples file = FrameSamples.of(channel, new MpegSyntax());
    FrameDemuxer.Extent extent =
        file.first().length == 0
            ? new FrameDemuxer.Extent(0, channel.size(), 0, 0, OptionalLong.empty())
            : new MpegOutline(file, MpegHeader.read(file.first(), 0)).extent();
    return FrameDemuxer.open(channel, new MpegSyntax(), extent, points);
  }

  private FrameDemuxer.Extent extent() {
    Optional<XingHeader> xing = XingHeader.read(file.first(), 0);
    Optional<XingHeader.Lame> lame = xing.flatMap(XingHeader::lame);
    boolean certain = xing.map(this::isCertain).orElse(false);
    long frames = xing.map(header -> header.frames().orElse(0)).orElse(0L);
    return new FrameDemuxer.Extent(
        file.firstOffset() + (xing.isPresent() ? file.first().length : 0),
        file.framesEnd(),
        lame.map(XingHeader.Lame::droppedAtStart).orElse(0),
        lame.map(XingHeader.Lame::droppedAtEnd).orElse(0),
        certain && frames > 0
            ? OptionalLong.of(frames * MpegHeader.sampleCount(header))
            : OptionalLong.empty());
  }

  private boolean isCertain(XingHeader xing) {
    return xing.bytes().orElse(0) == file.framesEnd() - file.firstOffset();
  }

  private FileOutline outline() throws IOException {
    Optional<XingHeader> xing = XingHeader.read(file.first(), 0);
    if (xing.isPresent() && xing.get().frames().orElse(0) > 0) {
      return told(xing.get());
    }
    OptionalLong samples = hasOneBitrate() ? OptionalLong.of(estimate()) : OptionalLong.empty();
    return new FileOutline(MpegHeader.track(header), samples, false);
  }

  private FileOutline told(XingHeader xing) {
    long all = xing.frames().orElse(0) * MpegHeader.sampleCount(header);
    long hidden =
        xing.lame().map(lame -> (long) lame.droppedAtStart() + lame.droppedAtEnd()).orElse(0L);
    OptionalLong samples = OptionalLong.of(Math.max(0, all - hidden));
    return new FileOutline(MpegHeader.track(header), samples, isCertain(xing));
  }

  private boolean hasOneBitrate() throws IOException {
    long length = file.framesEnd() - file.firstOffset();
    for (int place = 0; place < PLACES; place++) {
      long from = file.firstOffset() + length * place / PLACES;
      for (int next : file.headersFrom(from, FRAMES_PER_PLACE)) {
        if (MpegHeader.bitrateBps(next) != MpegHeader.bitrateBps(header)) {
          return false;
        }
      }
    }
    return true;
  }

  /** A frame is a byte longer than the one before, or as long, so that the average is exact. */
  private long estimate() {
    int samples = MpegHeader.sampleCount(header);
    double frameBytes =
        (double) samples / 8 * MpegHeader.bitrateBps(header) / MpegHeader.sampleRateHz(header);
    long bytes = file.framesEnd() - file.firstOffset();
    return (long) Math.floor((bytes + 1) / frameBytes) * samples;
  }
}
