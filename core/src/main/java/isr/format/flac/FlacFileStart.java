package isr.format.flac;

import isr.media.FlacTrack;
import isr.media.MuxerOutput;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a native file begins with: {@code fLaC}, STREAMINFO and the comments, and how they are kept
 * up to date while frames follow.
 *
 * <p>STREAMINFO is brought up to date by one patch. There is no seek table: players find their way
 * by the numbers in the frames.
 */
final class FlacFileStart {
  private static final int STREAMINFO_OFFSET = 8;
  private final FlacTrack track;
  private final MuxerOutput output;
  private SegmentInfo info;
  private FlacStreamInfo told;
  private int tagsLength;

  /**
   * Of a file of which nothing is written yet.
   *
   * @param first what STREAMINFO tells while there is no frame
   */
  FlacFileStart(FlacTrack track, MuxerOutput output, SegmentInfo info, FlacStreamInfo first) {
    this.track = track;
    this.output = output;
    this.info = info;
    this.told = first;
  }

  /** Writes everything. */
  void write() throws IOException {
    ByteBuffer tags = FlacTags.of(track, info);
    tagsLength = tags.remaining();
    ByteBuffer head = ByteBuffer.allocate(StreamMetadata.START_BYTES + tagsLength);
    head.put("fLaC".getBytes(StandardCharsets.US_ASCII));
    head.putInt(FlacStreamInfo.BYTES).put(told.write());
    output.append(head.put(tags).flip());
  }

  /** A title has become known; it is put in where there is room. */
  void title(String title) throws IOException {
    info = new SegmentInfo(info.source(), info.start(), Optional.of(title));
    Optional<ByteBuffer> tags = FlacTags.retitled(track, info, tagsLength);
    if (tags.isPresent()) {
      output.patch(StreamMetadata.START_BYTES, tags.get());
    }
  }

  /** Writes STREAMINFO anew, when it is another one. */
  void tell(FlacStreamInfo next) throws IOException {
    if (!next.equals(told)) {
      output.patch(STREAMINFO_OFFSET, next.write());
      told = next;
    }
  }
}
