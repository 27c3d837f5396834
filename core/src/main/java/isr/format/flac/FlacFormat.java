package isr.format.flac;

import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.FlacTrack;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Repair;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/** Native FLAC (RFC 9639): live streams in, files that join to the very samples out. */
public final class FlacFormat implements MediaFormat {
  /** The format; it has no state. */
  public FlacFormat() {}

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
    return track instanceof FlacTrack flac && flac.container() == FlacTrack.Container.NATIVE;
  }

  @Override
  public Optional<Framer> framer(FramerSink sink) {
    return Optional.of(new FlacFramer(sink));
  }

  @Override
  public Muxer muxer(Track track, MuxerOutput output, SegmentInfo info) {
    if (track instanceof FlacTrack flac && holds(track)) {
      return new FlacMuxer(flac, output, info);
    }
    throw new IllegalArgumentException("expected a track of native FLAC, found " + track);
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
  public Repair repair(FileChannel file) throws IOException {
    return FlacFileReader.repair(file);
  }
}
