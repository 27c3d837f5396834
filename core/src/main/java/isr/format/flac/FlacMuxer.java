package isr.format.flac;

import isr.media.FlacTrack;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a native file: {@code fLaC}, STREAMINFO, the comments, and the frames, numbered from 0.
 *
 * <p>STREAMINFO is brought up to date by one patch. While the file grows it tells the samples, and
 * of the sizes only what no later frame can break. There is no seek table: players find their way
 * by the numbers in the frames.
 */
final class FlacMuxer implements Muxer {
  private static final int STREAMINFO_OFFSET = 8;
  private static final int LAST_BLOCK = 0x80;

  /** Longer names of sources are cut. */
  private static final int MAX_NAME_CHARS = 200;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

  private final FlacTrack track;
  private final MuxerOutput output;
  private final SegmentInfo info;
  private final FlacFrameRewriter frames;
  private FlacStreamInfo toldInfo;

  FlacMuxer(FlacTrack track, MuxerOutput output, SegmentInfo info) {
    this.track = track;
    this.output = output;
    this.info = info;
    this.frames = new FlacFrameRewriter(track);
    this.toldInfo = frames.growing();
  }

  @Override
  public void start(List<Packet> leadIn) throws IOException {
    ByteBuffer comments = comments().write();
    ByteBuffer head = ByteBuffer.allocate(StreamMetadata.START_BYTES + 4 + comments.remaining());
    head.put("fLaC".getBytes(StandardCharsets.US_ASCII));
    head.putInt(FlacStreamInfo.BYTES).put(toldInfo.write());
    head.putInt((LAST_BLOCK | StreamMetadata.VORBIS_COMMENT) << 24 | comments.remaining());
    output.append(head.put(comments).flip());
  }

  /** Those of the stream; when and by which source the file was recorded, where they do not say. */
  private CommentBlock comments() {
    CommentBlock stream =
        CommentBlock.read(track.comments()).orElse(new CommentBlock("isr", List.of()));
    List<String> comments = new ArrayList<>(stream.comments());
    if (!stream.has("TITLE")) {
      String name = info.source();
      comments.add("TITLE=" + name.substring(0, Math.min(name.length(), MAX_NAME_CHARS)));
    }
    if (!stream.has("DATE")) {
      comments.add("DATE=" + DATE.format(info.start().withZoneSameInstant(ZoneOffset.UTC)));
    }
    comments.add("START=" + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(info.start()));
    return new CommentBlock(stream.vendor(), comments);
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
