package isr.format.ogg;

import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.OpusTrack;
import isr.media.Repair;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/**
 * Opus in Ogg (RFC 3533, RFC 7845).
 *
 * <p>A live stream may be joined within a link and may be a chain; a file may be a chain, too: a
 * muxer whose output already holds finished links adds one.
 */
public final class OggFormat implements MediaFormat {
  /** The format; it has no state. */
  public OggFormat() {}

  @Override
  public String name() {
    return "opus";
  }

  @Override
  public List<String> extensions() {
    return List.of("opus", "ogg");
  }

  @Override
  public List<String> mimeTypes() {
    return List.of("audio/ogg", "application/ogg", "audio/opus");
  }

  @Override
  public boolean holds(Track track) {
    return track instanceof OpusTrack;
  }

  @Override
  public Optional<Framer> framer(FramerSink sink) {
    return Optional.of(new OggFramer(sink, Faults.NONE));
  }

  @Override
  public Muxer muxer(Track track, MuxerOutput output, SegmentInfo info) {
    return new OggMuxer(track, output, info);
  }

  @Override
  public FileReport inspect(FileChannel file) throws IOException {
    return OggInspector.inspect(file);
  }

  @Override
  public Optional<FileOutline> outline(FileChannel file) throws IOException {
    return OggOutline.of(file);
  }

  @Override
  public Repair repair(FileChannel file) throws IOException {
    return OggRepair.repair(file);
  }
}
