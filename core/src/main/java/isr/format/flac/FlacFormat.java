package isr.format.flac;

import isr.media.Demuxer;
import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.FlacTrack;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.PcmTrack;
import isr.media.Repair;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/**
 * Native FLAC (RFC 9639): live streams in, files that join to the very samples out; and files of
 * samples, which are coded here.
 */
public final class FlacFormat implements MediaFormat {
  private final FlacLevel level;

  /** The format, which codes samples at the usual level. */
  public FlacFormat() {
    this(FlacLevel.DEFAULT);
  }

  /** The format, which codes samples at that level. */
  public FlacFormat(FlacLevel level) {
    this.level = level;
  }

  @Override
  public String name() {
    return "flac";
  }

  @Override
  public List<String> extensions() {
    return List.of("flac");
  }

  @Override
  public List<String> mimeTypes() {
    return List.of("audio/flac", "audio/x-flac");
  }

  @Override
  public boolean holds(Track track) {
    if (track instanceof PcmTrack pcm) {
      return pcm.channels() <= FlacEncoder.MAX_CHANNELS
          && pcm.format().bits() <= FlacEncoder.MAX_BITS
          && pcm.sampleRateHz() <= FlacStreamInfo.MAX_SAMPLE_RATE_HZ;
    }
    return track instanceof FlacTrack flac && flac.container() == FlacTrack.Container.NATIVE;
  }

  @Override
  public Optional<Framer> framer(FramerSink sink) {
    return Optional.of(new FlacFramer(sink));
  }

  @Override
  public Muxer muxer(Track track, MuxerOutput output, SegmentInfo info) {
    if (holds(track)) {
      return track instanceof PcmTrack pcm
          ? new PcmFlacMuxer(pcm, level, output, info)
          : new FlacMuxer((FlacTrack) track, output, info);
    }
    throw new IllegalArgumentException(
        "expected native FLAC, or up to 8 channels of 16 or 24 bits, found " + track);
  }

  @Override
  public FileReport inspect(FileChannel file) throws IOException {
    return FlacFileReader.inspect(file);
  }

  @Override
  public Optional<FileOutline> outline(FileChannel file) throws IOException {
    return FlacOutline.of(file);
  }

  @Override
  public Demuxer demuxer(FileChannel file, SeekPoints points) throws IOException {
    return FlacDemuxer.open(file);
  }

  @Override
  public Repair repair(FileChannel file) throws IOException {
    return FlacFileReader.repair(file);
  }
}
