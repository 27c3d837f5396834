package isr.format.mpeg;

import isr.media.SegmentInfo;
import isr.media.SongTitle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The ID3v2.4 tag at the start of a file (id3.org, "ID3 tag version 2.4.0"): what is played where
 * the file begins (TIT2, TPE1; the name of the source, where that is not known), the source (TRSN),
 * recording time in UTC as the standard wants it, and the same with its offset as TXXX.
 *
 * <p>Where the title is not known, the tag has padding, so that it can be put in later.
 */
final class Id3Tag {
  /** Longer names of sources are cut. */
  private static final int MAX_NAME_CHARS = 200;

  /** Room for a title that becomes known later: two parts of usual length. */
  private static final int TITLE_ROOM = 256;

  private static final DateTimeFormatter TDRC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final int HEADER_BYTES = 10;
  private static final int FRAME_HEADER_BYTES = 10;
  private static final byte UTF_8 = 3;

  private Id3Tag() {}

  static byte[] of(SegmentInfo info) {
    Map<String, byte[]> frames = frames(info);
    return tag(frames, length(frames) + (info.title().isPresent() ? 0 : TITLE_ROOM));
  }

  /** The tag with a title, as long as that one without; empty when it does not fit. */
  static Optional<byte[]> retitled(SegmentInfo info, int tagLength) {
    Map<String, byte[]> frames = frames(info);
    int length = tagLength - HEADER_BYTES;
    return length(frames) > length ? Optional.empty() : Optional.of(tag(frames, length));
  }

  private static Map<String, byte[]> frames(SegmentInfo info) {
    Map<String, byte[]> frames = new LinkedHashMap<>();
    String source = shortened(info.source());
    Optional<SongTitle> song = info.title().map(SongTitle::parse);
    frames.put("TIT2", text(song.map(SongTitle::title).orElse(source)));
    song.flatMap(SongTitle::performer).ifPresent(name -> frames.put("TPE1", text(name)));
    frames.put("TRSN", text(source));
    frames.put("TDRC", text(TDRC.format(info.start().withZoneSameInstant(ZoneOffset.UTC))));
    frames.put(
        "TXXX", text("START\0" + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(info.start())));
    return frames;
  }

  private static int length(Map<String, byte[]> frames) {
    return frames.values().stream().mapToInt(body -> FRAME_HEADER_BYTES + body.length).sum();
  }

  private static byte[] tag(Map<String, byte[]> frames, int size) {
    ByteBuffer tag = ByteBuffer.allocate(HEADER_BYTES + size);
    tag.put(ascii("ID3")).put((byte) 4).put((byte) 0).put((byte) 0).putInt(synchsafe(size));
    frames.forEach((id, body) -> frame(tag, id, body));
    return tag.array();
  }

  private static void frame(ByteBuffer tag, String id, byte[] body) {
    tag.put(ascii(id)).putInt(synchsafe(body.length)).putShort((short) 0).put(body);
  }

  private static byte[] text(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + encoded.length).put(UTF_8).put(encoded).array();
  }

  private static String shortened(String name) {
    int chars = Math.min(name.length(), MAX_NAME_CHARS);
    boolean splitsPair = chars > 0 && Character.isHighSurrogate(name.charAt(chars - 1));
    return name.substring(0, splitsPair ? chars - 1 : chars);
  }

  /** Seven bits to a byte. */
  private static int synchsafe(int value) {
    return (value & 0x7F) | (value & 0x3F80) << 1 | (value & 0x1F_C000) << 2;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
