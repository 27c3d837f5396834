package isr.format.wav;

import isr.media.Demuxer;
import isr.media.FileOutline;
import isr.media.FileReport;
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

/** WAV files of 16, 24 and 32 bit PCM. */
public final class WavFormat implements MediaFormat {
  @Override
  public String name() {
    return "wav";
  }

  @Override
  public List<String> extensions() {
    return List.of("wav");
  }

  @Override
  public List<String> mimeTypes() {
    return List.of("audio/wav", "audio/x-wav", "audio/vnd.wave");
  }

  @Override
  public boolean holds(Track track) {
    return track instanceof PcmTrack;
  }

  @Override
  public Optional<Framer> framer(FramerSink sink) {
    return Optional.empty();
  }

  @Override
  public Muxer muxer(Track track, MuxerOutput output, SegmentInfo info) {
    if (track instanceof PcmTrack pcm) {
      return new WavMuxer(pcm, output, info);
    }
    throw new IllegalArgumentException("a WAV file holds PCM, not " + track.codec());
  }

  @Override
  public FileReport inspect(FileChannel file) throws IOException {
    return WavReader.inspect(file);
  }

  @Override
  public Optional<FileOutline> outline(FileChannel file) throws IOException {
    return WavReader.outline(file);
  }

  @Override
  public Demuxer demuxer(FileChannel file, SeekPoints points) throws IOException {
    return WavDemuxer.open(file);
  }

  @Override
  public Repair repair(FileChannel file) throws IOException {
    return WavRepair.repair(file);
  }
}
