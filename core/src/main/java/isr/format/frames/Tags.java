package isr.format.frames;

import java.nio.charset.StandardCharsets;

/**
 * Tags that stand between frames: ID3v2 (id3.org, 2.4.0, section 3.1), ID3v1 (128 bytes), APE
 * (version 2, header or footer), Lyrics3 (version 2.00). Seen as mp3tag, ffmpeg and lame write
 * them.
 */
final class Tags {
  /** There are too few bytes to say. */
  static final int NEEDS_MORE = -1;

  /** No more of a Lyrics3 tag is looked through for its end; the tag tells its size only there. */
  static final int MAX_LYRICS_BYTES = 8 * 1024;

  private static final byte[] ID3 = ascii("ID3");
  private static final byte[] TAG = ascii("TAG");
  private static final byte[] APE = ascii("APETAGEX");
  private static final byte[] LYRICS = ascii("LYRICSBEGIN");
  private static final byte[] LYRICS_END = ascii("LYRICS200");
  private static final int ID3V1_BYTES = 128;
  private static final int ID3V2_HEADER_BYTES = 10;
  private static final int ID3V2_FOOTER_FLAG = 0x10;
  private static final int APE_HEADER_BYTES = 32;

  private Tags() {}

  /**
   * The length of the tag that begins at a place, in bytes, which may reach beyond the end.
   *
   * @return 0 when there is no tag, {@link #NEEDS_MORE} when more bytes may show one
   */
  static long length(byte[] bytes, int at, int end) {
    if (at >= end) {
      return NEEDS_MORE;
    }
    return switch (bytes[at]) {
      case 'I' -> id3v2(bytes, at, end);
      case 'T' -> begins(bytes, at, end, TAG) ? ID3V1_BYTES : unlessCut(bytes, at, end, TAG);
      case 'A' -> ape(bytes, at, end);
      case 'L' -> lyrics(bytes, at, end);
      default -> 0;
    };
  }

  private static long id3v2(byte[] bytes, int at, int end) {
    if (!begins(bytes, at, end, ID3)) {
      return unlessCut(bytes, at, end, ID3);
    }
    if (end - at < ID3V2_HEADER_BYTES) {
      return NEEDS_MORE;
    }
    long size = 0;
    for (int i = 6; i < 10; i++) {
      if (bytes[at + i] < 0) {
        return 0; // a size is synchsafe: the highest bit of each byte is 0
      }
      size = size << 7 | bytes[at + i];
    }
    boolean footer = (bytes[at + 5] & ID3V2_FOOTER_FLAG) != 0;
    return ID3V2_HEADER_BYTES + size + (footer ? ID3V2_HEADER_BYTES : 0);
  }

  private static long ape(byte[] bytes, int at, int end) {
    if (!begins(bytes, at, end, APE)) {
      return unlessCut(bytes, at, end, APE);
    }
    if (end - at < APE_HEADER_BYTES) {
      return NEEDS_MORE;
    }
    boolean header = (bytes[at + 23] & 0x20) != 0;
    return APE_HEADER_BYTES + (header ? littleEndian(bytes, at + 12) : 0);
  }

  private static long lyrics(byte[] bytes, int at, int end) {
    if (!begins(bytes, at, end, LYRICS)) {
      return unlessCut(bytes, at, end, LYRICS);
    }
    int last = Math.min(end, at + MAX_LYRICS_BYTES) - LYRICS_END.length;
    for (int i = at + LYRICS.length; i <= last; i++) {
      if (begins(bytes, i, end, LYRICS_END)) {
        return (long) i - at + LYRICS_END.length;
      }
    }
    return end - at < MAX_LYRICS_BYTES ? NEEDS_MORE : 0;
  }

  private static boolean begins(byte[] bytes, int at, int end, byte[] mark) {
    return end - at >= mark.length && matches(bytes, at, mark, mark.length);
  }

  private static long unlessCut(byte[] bytes, int at, int end, byte[] mark) {
    int there = end - at;
    return there < mark.length && matches(bytes, at, mark, there) ? NEEDS_MORE : 0;
  }

  private static boolean matches(byte[] bytes, int at, byte[] mark, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static long littleEndian(byte[] bytes, int at) {
    return (bytes[at] & 0xFFL)
        | (bytes[at + 1] & 0xFFL) << 8
        | (bytes[at + 2] & 0xFFL) << 16
        | (bytes[at + 3] & 0xFFL) << 24;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
