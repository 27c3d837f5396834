package isr.capture.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The files that hold the addresses of streams instead of audio.
 *
 * <p>None has a standard that is kept to; this follows what Icecast, SHOUTcast and radio
 * directories hand out. The bytes decide: a name or a Content-Type only lets a list without any
 * mark count as one.
 */
enum PlaylistKind {
  /** One address a line; lines that begin with # are comments or extended M3U. */
  M3U,
  /** {@code [playlist]}, then {@code File1=address}. */
  PLS,
  /** XML with {@code <location>address</location>}, xspf.org version 1. */
  XSPF,
  /** Not quite XML, with {@code <ref href="address"/>}. */
  ASX;

  /** So many bytes tell whether a body is a playlist. */
  static final int LOOKED_AT_BYTES = 512;

  private static final String PLS_MARK = "[playlist]";

  /** What a list begins with that needs no name to be one. */
  private static final Set<String> MARKS = Set.of(PLS_MARK, "#extm3u", "http://", "https://");

  private static final Set<String> TYPES =
      Set.of(
          "audio/x-mpegurl",
          "audio/mpegurl",
          "application/x-mpegurl",
          "application/mpegurl",
          "application/vnd.apple.mpegurl",
          "audio/x-scpls",
          "audio/scpls",
          "application/pls+xml",
          "application/pls",
          "application/xspf+xml",
          "video/x-ms-asf",
          "video/x-ms-asx",
          "audio/x-ms-wax",
          "video/x-ms-wvx");

  private static final Set<String> EXTENSIONS = Set.of("m3u", "m3u8", "pls", "xspf", "asx", "wax");

  /** Whether an answer's Content-Type or name is a playlist's. */
  static boolean isNamed(ResponseHead head) {
    String type = head.field("content-type").orElse("").split(";", 2)[0].strip();
    String path = Optional.ofNullable(head.url().getPath()).orElse("");
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return TYPES.contains(type.toLowerCase(Locale.ROOT))
        || EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether the first bytes are enough for {@link #of}.
   *
   * @param start position to limit, kept
   * @param named whether {@link #isNamed}
   */
  static boolean canTell(ByteBuffer start, boolean named) {
    if (start.remaining() >= LOOKED_AT_BYTES || !isText(start)) {
      return true;
    }
    String text = text(start);
    boolean mayBecomeMark = MARKS.stream().anyMatch(mark -> mark.startsWith(text));
    return !text.startsWith("<") && (isMarked(text) || (!named && !mayBecomeMark));
  }

  /**
   * The kind of playlist that begins with these bytes; empty when they are none.
   *
   * @param start position to limit, kept
   * @param named whether {@link #isNamed}
   */
  static Optional<PlaylistKind> of(ByteBuffer start, boolean named) {
    if (!isText(start)) {
      return Optional.empty();
    }
    String text = text(start);
    if (text.startsWith("<")) {
      return xml(text);
    }
    if (text.startsWith(PLS_MARK)) {
      return Optional.of(PLS);
    }
    boolean list = isMarked(text) || (named && !text.isEmpty());
    return list ? Optional.of(M3U) : Optional.empty();
  }

  private static boolean isMarked(String text) {
    return MARKS.stream().anyMatch(text::startsWith);
  }

  private static Optional<PlaylistKind> xml(String text) {
    if (text.contains("xspf.org/ns")) {
      return Optional.of(XSPF);
    }
    return text.contains("<asx") ? Optional.of(ASX) : Optional.empty();
  }

  /** Whether there is nothing in it that no text has; 0xFF begins a frame, and no letter. */
  private static boolean isText(ByteBuffer start) {
    int end = start.position() + Math.min(start.remaining(), LOOKED_AT_BYTES);
    for (int i = start.position(); i < end; i++) {
      int unit = start.get(i) & 0xFF;
      if (unit == 0xFF || (unit < ' ' && unit != '\n' && unit != '\r' && unit != '\t')) {
        return false;
      }
    }
    return true;
  }

  private static String text(ByteBuffer start) {
    int count = Math.min(start.remaining(), LOOKED_AT_BYTES);
    ByteBuffer bytes = start.slice(start.position(), count);
    String text = StandardCharsets.UTF_8.decode(bytes).toString();
    return Playlist.withoutMark(text).strip().toLowerCase(Locale.ROOT);
  }
}
