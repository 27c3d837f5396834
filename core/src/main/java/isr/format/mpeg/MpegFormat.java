package isr.format.mpeg;

import isr.format.frames.PassThroughMuxer;
import isr.format.frames.SyncFramer;
import isr.media.Demuxer;
import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MediaFormat;
import isr.media.MpegTrack;
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
 * MPEG audio: layer III in {@code .mp3} files that join without a gap, layer II in {@code .mp2}
 * files of nothing but frames.
 *
 * <p>Free format and layer I are not read. Frames are written as they arrived, foreign Xing frames
 * in the stream included.
 */
public final class MpegFormat implements MediaFormat {
  @Override
  public String name() {
    return "mp3";
  }

  @Override
  public List<String> extensions() {
    return List.of("mp3", "mp2");
  }

  @Override
  public List<String> mimeTypes() {
    return List.of("audio/mpeg", "audio/mp3", "audio/x-mpeg", "audio/mpeg3", "audio/x-mp3");
  }

  @Override
  public boolean holds(Track track) {
    return track instanceof MpegTrack;
  }

  @Override
  public String extension(Track track) {
    return track instanceof MpegTrack mpeg && mpeg.layer() == 2 ? "mp2" : "mp3";
  }

  @Override
  public Optional<Framer> framer(FramerSink sink) {
    return Optional.of(new SyncFramer(new MpegSyntax(), sink));
  }

  @Override
  public Muxer muxer(Track track, MuxerOutput output, SegmentInfo info) {
    if (!(track instanceof MpegTrack mpeg)) {
      throw new IllegalArgumentException("expected a track of MPEG audio, found " + track);
    }
    return mpeg.layer() == 3 ? new Layer3Muxer(mpeg, output, info) : new PassThroughMuxer(output);
  }

  @Override
  public boolean trims(Track track) {
    return track instanceof MpegTrack mpeg && mpeg.layer() == 3;
  }

  @Override
  public FileReport inspect(FileChannel file) throws IOException {
    return MpegFileReader.inspect(file);
  }

  @Override
  public Optional<FileOutline> outline(FileChannel file) throws IOException {
    return MpegOutline.of(file);
  }

  @Override
  public Demuxer demuxer(FileChannel file, SeekPoints points) throws IOException {
    return MpegOutline.demuxer(file, points);
  }

  @Override
  public Repair repair(FileChannel file) throws IOException {
    return MpegFileReader.repair(file);
  }
}
