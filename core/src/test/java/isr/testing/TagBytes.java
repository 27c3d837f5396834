package isr.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tags as programs put them at the end of files. */
public final class TagBytes {
  private static final int FOOTER_ONLY = 0;
  private static final int HAS_HEADER = 0x8000_0000;
  private static final int IS_HEADER = 0x2000_0000;

  private TagBytes() {}

  public static byte[] id3v1() {
    return Arrays.copyOf(ascii("TAGa title"), 128);
  }

  /** APE 1 or 2 with a footer and no header. */
  public static byte[] apeWithFooterOnly(int version) {
    byte[] items = join(apeItem("Title", "a title"), apeItem("Year", "2026"));
    return join(items, apeMark(version, items.length, FOOTER_ONLY));
  }

  public static byte[] apeWithHeader() {
    byte[] items = apeItem("Cover Art (front)", "x".repeat(9000));
    byte[] header = apeMark(2, items.length, HAS_HEADER | IS_HEADER);
    return join(header, items, apeMark(2, items.length, HAS_HEADER));
  }

  public static byte[] lyrics3() {
    byte[] fields = ascii("LYRICSBEGININD0000200EAL00005album");
    return join(fields, ascii("%06dLYRICS200".formatted(fields.length)));
  }

  /** Without a footer: it tells its length at its beginning only. */
  public static byte[] id3v2() {
    return join(ascii("ID3"), new byte[] {4, 0, 0, 0, 0, 1, 22}, new byte[150]);
  }

  public static byte[] id3v2WithFooter() {
    byte[] sizes = {4, 0, 0x10, 0, 0, 1, 22};
    return join(ascii("ID3"), sizes, new byte[150], ascii("3DI"), sizes);
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] apeItem(String key, String value) {
    ByteBuffer sizes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    sizes.putInt(value.length());
    return join(sizes.array(), ascii(key), new byte[1], ascii(value));
  }

  private static byte[] apeMark(int version, int itemBytes, int flags) {
    ByteBuffer mark = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    mark.put(ascii("APETAGEX")).putInt(1000 * version).putInt(itemBytes + 32).putInt(2);
    return mark.putInt(flags).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
