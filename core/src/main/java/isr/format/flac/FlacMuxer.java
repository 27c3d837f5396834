package isr.format.flac;

import isr.media.FlacTrack;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.util.List;

/**
 * Writes a native file of frames that come from elsewhere, numbered from 0.
 *
 * <p>While the file grows, STREAMINFO tells the samples, and of the sizes only what no later frame
 * can break.
 */
final class FlacMuxer implements Muxer {
  private final MuxerOutput output;
  private final FlacFrameRewriter frames;
  private final FlacFileStart start;

  FlacMuxer(FlacTrack track, MuxerOutput output, SegmentInfo info) {
    this.output = output;
    this.frames = new FlacFrameRewriter(track);
    this.start = new FlacFileStart(track, output, info, frames.growing());
  }

  @Override
  public void start(List<Packet> leadIn) throws IOException {
    start.write();
  }

  @Override
  public void startTitle(String title) throws IOException {
    start.title(title);
  }

  @Override
  public void write(Packet packet) throws IOException {
    FlacFrameRewriter.Pieces frame = frames.rewrite(packet);
    output.append(frame.header());
    output.append(frame.subframes());
    output.append(frame.footer());
  }

  @Override
  public void flush() {}

  @Override
  public void refreshHeader() throws IOException {
    start.tell(frames.growing());
  }

  @Override
  public void finish() throws IOException {
    start.tell(frames.ended());
  }
}
