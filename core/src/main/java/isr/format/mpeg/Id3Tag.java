package isr.format.mpeg;

import isr.media.SegmentInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The ID3v2.4 tag at the start of a file (id3.org, "ID3 tag version 2.4.0"): title (the source's
 * name), recording time in UTC as the standard wants it, and the same with its offset as TXXX.
 */
final class Id3Tag {
  /** Longer names of sources are cut. */
  private static final int MAX_NAME_CHARS = 200;

  private static final DateTimeFormatter TDRC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final int HEADER_BYTES = 10;
  private static final int FRAME_HEADER_BYTES = 10;
  private static final byte UTF_8 = 3;

  private Id3Tag() {}

  static byte[] of(SegmentInfo info) {
    byte[] title = text(shortened(info.source()));
    byte[] recorded = text(TDRC.format(info.start().withZoneSameInstant(ZoneOffset.UTC)));
    byte[] start = text("START\0" + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(info.start()));
    int size = 3 * FRAME_HEADER_BYTES + title.length + recorded.length + start.length;
    ByteBuffer tag = ByteBuffer.allocate(HEADER_BYTES + size);
    tag.put(ascii("ID3")).put((byte) 4).put((byte) 0).put((byte) 0).putInt(synchsafe(size));
    frame(tag, "TIT2", title);
    frame(tag, "TDRC", recorded);
    frame(tag, "TXXX", start);
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
