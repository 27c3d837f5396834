package isr.format.ogg;

import isr.media.ShownText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The comment block that Vorbis, Opus and FLAC share (Vorbis I, section 5; RFC 7845, section 5.2):
 * vendor, count, and comments of the form {@code NAME=value}, each after its length of four bytes,
 * little-endian. Lengths that lead outside end the reading; what came before counts.
 */
final class VorbisComments {
  /** A title is cut after so many characters. */
  static final int MAX_TITLE_CHARACTERS = 500;

  private static final int MAX_VALUE_BYTES = 4 * MAX_TITLE_CHARACTERS;

  private final ByteBuffer block;
  private @Nullable String artist;
  private @Nullable String title;
  private int countAt;
  private int count;
  private boolean whole;

  private VorbisComments(ByteBuffer block) {
    this.block = block.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a block.
   *
   * @param block from the vendor's length on
   */
  static VorbisComments read(ByteBuffer block) {
    VorbisComments comments = new VorbisComments(block);
    comments.whole = comments.readAll();
    return comments;
  }

  /**
   * A header with one comment more; without one, or when its lengths lead elsewhere, as it was.
   *
   * @param comment of the form {@code NAME=value}
   * @param header with the block from the index on; position and limit stay
   */
  static ByteBuffer with(Optional<String> comment, ByteBuffer header, int from) {
    VorbisComments old = read(header.slice(header.position() + from, header.remaining() - from));
    if (comment.isEmpty() || !old.whole) {
      return header.duplicate();
    }
    byte[] text = comment.get().getBytes(StandardCharsets.UTF_8);
    int insertAt = header.remaining() - old.block.remaining();
    ByteBuffer changed = ByteBuffer.allocate(header.remaining() + 4 + text.length);
    changed.order(ByteOrder.LITTLE_ENDIAN).put(header.slice(header.position(), insertAt));
    changed.putInt(text.length).put(text).put(old.block);
    return changed.putInt(from + old.countAt, old.count + 1).flip();
  }

  /** Whether all lengths lead to where they should. */
  boolean whole() {
    return whole;
  }

  /** Whether the comments are followed by the framing bit of Vorbis (Vorbis I, section 5.2.1). */
  boolean framed() {
    return whole && block.hasRemaining() && (block.get(block.position()) & 1) == 1;
  }

  /**
   * {@code Artist - Title}, or the one of the two that is there; without control characters, and
   * others that are not seen replaced.
   */
  Optional<String> title() {
    String shownArtist = shown(artist);
    String shownTitle = shown(title);
    boolean both = !shownArtist.isEmpty() && !shownTitle.isEmpty();
    String text = shownArtist + (both ? " - " : "") + shownTitle;
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private boolean readAll() {
    if (next() == null || block.remaining() < 4) {
      return false;
    }
    countAt = block.position();
    count = block.getInt();
    for (long i = 0; i < Integer.toUnsignedLong(count); i++) {
      ByteBuffer comment = next();
      if (comment == null) {
        return false;
      }
      note(comment);
    }
    return true;
  }

  private @Nullable ByteBuffer next() {
    if (block.remaining() < 4) {
      return null;
    }
    long length = Integer.toUnsignedLong(block.getInt());
    if (length > block.remaining()) {
      return null;
    }
    ByteBuffer bytes = block.slice(block.position(), (int) length);
    block.position(block.position() + (int) length);
    return bytes;
  }

  private void note(ByteBuffer comment) {
    if (artist == null) {
      artist = value(comment, "ARTIST=");
    }
    if (title == null) {
      title = value(comment, "TITLE=");
    }
  }

  /** The value when the comment has that name, in whatever case. */
  private static @Nullable String value(ByteBuffer comment, String name) {
    int length = name.length();
    if (comment.remaining() < length
        || !name.equalsIgnoreCase(
            StandardCharsets.ISO_8859_1.decode(comment.slice(0, length)).toString())) {
      return null;
    }
    int bytes = Math.min(comment.remaining() - length, MAX_VALUE_BYTES);
    return StandardCharsets.UTF_8.decode(comment.slice(length, bytes)).toString();
  }

  private static String shown(@Nullable String value) {
    if (value == null) {
      return "";
    }
    StringBuilder kept = new StringBuilder();
    value
        .codePoints()
        .map(c -> Character.isWhitespace(c) ? ' ' : c)
        .filter(c -> !Character.isISOControl(c))
        .limit(MAX_TITLE_CHARACTERS)
        .forEach(kept::appendCodePoint);
    return ShownText.clean(kept.toString()).strip();
  }
}
