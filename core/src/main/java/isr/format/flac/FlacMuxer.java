package isr.format.flac;

import isr.media.FlacTrack;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Writes a native file: {@code fLaC}, STREAMINFO, the comments, and the frames, numbered from 0.
 *
 * <p>STREAMINFO is brought up to date by one patch. While the file grows it tells the samples, and
 * of the sizes only what no later frame can break. There is no seek table: players find their way
 * by the numbers in the frames.
 */
final class FlacMuxer implements Muxer {
  private static final int STREAMINFO_OFFSET = 8;
  private final FlacTrack track;
  private final MuxerOutput output;
  private SegmentInfo info;
  private final FlacFrameRewriter frames;
  private FlacStreamInfo toldInfo;
  private int tagsLength;

  FlacMuxer(FlacTrack track, MuxerOutput output, SegmentInfo info) {
    this.track = track;
    this.output = output;
    this.info = info;
    this.frames = new FlacFrameRewriter(track);
    this.toldInfo = frames.growing();
  }

  @Override
  public void start(List<Packet> leadIn) throws IOException {
    ByteBuffer tags = FlacTags.of(track, info);
    tagsLength = tags.remaining();
    ByteBuffer head = ByteBuffer.allocate(StreamMetadata.START_BYTES + tagsLength);
    head.put("fLaC".getBytes(StandardCharsets.US_ASCII));
    head.putInt(FlacStreamInfo.BYTES).put(toldInfo.write());
    output.append(head.put(tags).flip());
  }

  @Override
  public void startTitle(String title) throws IOException {
    info = new SegmentInfo(info.source(), info.start(), Optional.of(title));
    Optional<ByteBuffer> tags = FlacTags.retitled(track, info, tagsLength);
    if (tags.isPresent()) {
      output.patch(StreamMetadata.START_BYTES, tags.get());
    }
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
    tell(frames.growing());
  }

  @Override
  public void finish() throws IOException {
    tell(frames.ended());
  }

  private void tell(FlacStreamInfo next) throws IOException {
    if (!next.equals(toldInfo)) {
      output.patch(STREAMINFO_OFFSET, next.write());
      toldInfo = next;
    }
  }
}
