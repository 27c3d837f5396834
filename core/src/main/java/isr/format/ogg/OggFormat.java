package isr.format.ogg;

import isr.media.Demuxer;
import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.FlacTrack;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Repair;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/**
 * Audio in Ogg (RFC 3533): Opus (RFC 7845), Vorbis (Vorbis I, section A) and FLAC (RFC 9639,
 * section 10.1).
 *
 * <p>A live stream may be joined within a link and may be a chain; a file may be a chain, too: a
 * muxer whose output already holds finished links adds one.
 */
public final class OggFormat implements MediaFormat {
  /** The format; it has no state. */
  public OggFormat() {}

  @Override
  public String name() {
    return "ogg";
  }

  @Override
  public List<String> extensions() {
    return List.of("ogg", "opus", "oga");
  }

  @Override
  public List<String> mimeTypes() {
    return List.of("audio/ogg", "application/ogg", "audio/opus");
  }

  @Override
  public boolean holds(Track track) {
    return OggMappings.write(track);
  }

  /** Of Opus RFC 7845, section 9; of the others RFC 5334, section 10.3. */
  @Override
  public String extension(Track track) {
    return switch (track.codec()) {
      case "opus" -> "opus";
      case "flac" -> "oga";
      default -> "ogg";
    };
  }

  @Override
  public boolean chains() {
    return true;
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
  public boolean trims(Track track) {
    return !(track instanceof FlacTrack);
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
  public Demuxer demuxer(FileChannel file, SeekPoints points) throws IOException {
    return OggDemuxer.open(file);
  }

  @Override
  public Repair repair(FileChannel file) throws IOException {
    return OggRepair.repair(file);
  }
}
