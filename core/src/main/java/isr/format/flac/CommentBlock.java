package isr.format.flac;

import isr.media.ShownText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A VORBIS_COMMENT block (RFC 9639, section 8.6): a vendor, and comments of the form {@code
 * NAME=value}, each after its length of four bytes, little-endian.
 *
 * @param vendor the program that encoded the audio
 * @param comments in their order
 */
record CommentBlock(String vendor, List<String> comments) {
  /** A title is cut after so many characters. */
  private static final int MAX_TITLE_CHARACTERS = 500;

  CommentBlock {
    comments = List.copyOf(comments);
  }

  /**
   * Reads a block.
   *
   * @param block position to limit, which stay; what follows the comments is not looked at
   * @return empty when a length leads outside
   */
  static Optional<CommentBlock> read(ByteBuffer block) {
    ByteBuffer in = block.slice().order(ByteOrder.LITTLE_ENDIAN);
    Optional<String> vendor = text(in);
    if (vendor.isEmpty() || in.remaining() < 4) {
      return Optional.empty();
    }
    long count = Integer.toUnsignedLong(in.getInt());
    List<String> comments = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      Optional<String> comment = text(in);
      if (comment.isEmpty()) {
        return Optional.empty();
      }
      comments.add(comment.get());
    }
    return Optional.of(new CommentBlock(vendor.get(), comments));
  }

  private static Optional<String> text(ByteBuffer in) {
    if (in.remaining() < 4) {
      return Optional.empty();
    }
    long length = Integer.toUnsignedLong(in.getInt());
    if (length > in.remaining()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }

  /** The block as it is written. */
  ByteBuffer write() {
    List<byte[]> texts = new ArrayList<>();
    texts.add(vendor.getBytes(StandardCharsets.UTF_8));
    comments.forEach(comment -> texts.add(comment.getBytes(StandardCharsets.UTF_8)));
    int bytes = 4 + texts.stream().mapToInt(text -> 4 + text.length).sum();
    ByteBuffer block = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    block.putInt(texts.get(0).length).put(texts.get(0)).putInt(comments.size());
    texts.stream().skip(1).forEach(text -> block.putInt(text.length).put(text));
    return block.flip();
  }

  /**
   * {@code Artist - Title}, or the one of the two that is there; without control characters, and
   * others that are not seen replaced.
   */
  Optional<String> title() {
    String artist = shown("ARTIST");
    String title = shown("TITLE");
    boolean both = !artist.isEmpty() && !title.isEmpty();
    String text = artist + (both ? " - " : "") + title;
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Whether a comment has that name, in whatever case. */
  boolean has(String name) {
    return comments.stream().anyMatch(comment -> isNamed(comment, name));
  }

  /** Whether it is a comment of that name. */
  static boolean isNamed(String comment, String name) {
    return comment.toUpperCase(Locale.ROOT).startsWith(name + "=");
  }

  private String shown(String name) {
    String value =
        comments.stream()
            .filter(comment -> isNamed(comment, name))
            .findFirst()
            .map(comment -> comment.substring(name.length() + 1))
            .orElse("");
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
