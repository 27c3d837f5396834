package isr.format.flac;

import isr.media.FlacTrack;
import isr.media.SegmentInfo;
import isr.media.SongTitle;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The last metadata blocks of a file: the comments (RFC 9639, section 8.6) and, where the title is
 * not known, padding, so that it can be put in later.
 *
 * <p>The comments are those of the stream. A title that the source tells takes the place of the
 * stream's own, which was that of the connection's first song; the name of the source is the title
 * where there is none. DATE is the recording time in UTC where the stream has none, START that with
 * its offset.
 */
final class FlacTags {
  /** The vendor, where the frames come from our own encoder or from nobody knows which. */
  static final String VENDOR = "isr";

  private static final int LAST_BLOCK = 0x80;
  private static final int PADDING = 1;
  private static final int BLOCK_HEADER_BYTES = 4;

  /** Room for a title that becomes known later: two parts of usual length. */
  private static final int TITLE_ROOM = 256;

  /** Longer names of sources are cut. */
  private static final int MAX_NAME_CHARS = 200;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

  private FlacTags() {}

  /** The blocks, the last one marked as such. */
  static ByteBuffer of(FlacTrack track, SegmentInfo info) {
    ByteBuffer comments = comments(track, info).write();
    return info.title().isPresent()
        ? blocks(comments, BLOCK_HEADER_BYTES + comments.remaining())
        : blocks(comments, 2 * BLOCK_HEADER_BYTES + comments.remaining() + TITLE_ROOM);
  }

  /** The blocks with a title, as long as those without; empty when it does not fit. */
  static Optional<ByteBuffer> retitled(FlacTrack track, SegmentInfo info, int byteCount) {
    ByteBuffer comments = comments(track, info).write();
    boolean fits = byteCount >= 2 * BLOCK_HEADER_BYTES + comments.remaining();
    return fits ? Optional.of(blocks(comments, byteCount)) : Optional.empty();
  }

  private static ByteBuffer blocks(ByteBuffer comments, int byteCount) {
    int padding = byteCount - 2 * BLOCK_HEADER_BYTES - comments.remaining();
    int last = padding < 0 ? LAST_BLOCK : 0;
    ByteBuffer blocks = ByteBuffer.allocate(byteCount);
    blocks.putInt((last | StreamMetadata.VORBIS_COMMENT) << 24 | comments.remaining());
    blocks.put(comments);
    if (padding >= 0) {
      blocks.putInt((LAST_BLOCK | PADDING) << 24 | padding);
    }
    return blocks.rewind();
  }

  private static CommentBlock comments(FlacTrack track, SegmentInfo info) {
    CommentBlock stream =
        CommentBlock.read(track.comments()).orElse(new CommentBlock(VENDOR, List.of()));
    Optional<SongTitle> song = info.title().map(SongTitle::parse);
    List<String> comments = new ArrayList<>(stream.comments());
    if (song.isPresent()) {
      comments.removeIf(
          comment ->
              CommentBlock.isNamed(comment, "TITLE") || CommentBlock.isNamed(comment, "ARTIST"));
      song.flatMap(SongTitle::performer).ifPresent(name -> comments.add("ARTIST=" + name));
      comments.add("TITLE=" + song.get().title());
    } else if (!stream.has("TITLE")) {
      comments.add("TITLE=" + shortened(info.source()));
    }
    if (!stream.has("DATE")) {
      comments.add("DATE=" + DATE.format(info.start().withZoneSameInstant(ZoneOffset.UTC)));
    }
    comments.add("START=" + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(info.start()));
    return new CommentBlock(stream.vendor(), comments);
  }

  private static String shortened(String name) {
    return name.substring(0, Math.min(name.length(), MAX_NAME_CHARS));
  }
}
