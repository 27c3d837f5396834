package isr.format.adts;

import isr.format.frames.FrameDemuxer;
import isr.format.frames.PassThroughMuxer;
import isr.format.frames.SyncFramer;
import isr.media.AdtsTrack;
import isr.media.Demuxer;
import isr.media.FileReport;
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
import java.util.OptionalLong;

/** AAC, LC or HE, in ADTS frames; files put together byte for byte are what was sent. */
public final class AdtsFormat implements MediaFormat {
  @Override
  public String name() {
    return "aac";
  }

  @Override
  public List<String> extensions() {
    return List.of("aac");
  }

  @Override
  public List<String> mimeTypes() {
    return List.of("audio/aac", "audio/aacp", "audio/x-aac");
  }

  @Override
  public boolean holds(Track track) {
    return track instanceof AdtsTrack;
  }

  @Override
  public Optional<Framer> framer(FramerSink sink) {
    return Optional.of(new SyncFramer(new AdtsSyntax(), sink));
  }

  @Override
  public Muxer muxer(Track track, MuxerOutput output, SegmentInfo info) {
    return new PassThroughMuxer(output);
  }

  /** ffmpeg believes no fewer. */
  @Override
  public int fewestPackets() {
    return 3;
  }

  @Override
  public FileReport inspect(FileChannel file) throws IOException {
    return AdtsFileReader.inspect(file);
  }

  @Override
  public Demuxer demuxer(FileChannel file, SeekPoints points) throws IOException {
    FrameDemuxer.Extent whole = new FrameDemuxer.Extent(0, file.size(), 0, 0, OptionalLong.empty());
    return FrameDemuxer.open(file, new AdtsSyntax(), whole, points);
  }

  @Override
  public Repair repair(FileChannel file) throws IOException {
    return AdtsFileReader.repair(file);
  }
}
