package isr.format.frames;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Tags at the end of a file of any format, found from its end: ID3v1, APE (versions 1 and 2),
 * Lyrics3 (version 2.00), ID3v2 with a footer. Several may follow one another.
 *
 * <pre>
 *   [header 32] items, footer 32: "APETAGEX" version, size (items and footer), items, flags
 *   "LYRICSBEGIN" … size of that, 6 digits, "LYRICS200"
 *   "ID3" … "3DI" version, flags, size (without header and footer)
 *   "TAG" and 125 bytes
 * </pre>
 */
public final class TrailingTags {
  private static final int MAX_TAGS = 16;
  private static final int ID3V1_BYTES = 128;
  private static final int ID3V2_HEADER_BYTES = 10;
  private static final int APE_HEADER_BYTES = 32;

  /** Of the flags: this is the header and not the footer. */
  private static final int APE_IS_HEADER = 1 << 29;

  private static final int LYRICS_FOOTER_BYTES = 15;

  /** Value size and flags of an APE item, in front of its key. */
  private static final int APE_ITEM_BYTES = 8;

  private static final int MAX_APE_KEY_BYTES = 255;
  private static final int COPIED_BYTES = 64 * 1024;

  private final FileChannel file;

  private TrailingTags(FileChannel file) {
    this.file = file;
  }

  /** Offset at which the tags begin with which the file ends; its length when there are none. */
  public static long start(FileChannel file) throws IOException {
    TrailingTags tags = new TrailingTags(file);
    long start = file.size();
    for (int i = 0; i < MAX_TAGS; i++) {
      start -= tags.lengthBefore(start);
    }
    return start;
  }

  /**
   * The same for a file whose other bytes end at an offset, if what follows there are tags: these
   * may tell their length at their beginning only.
   *
   * @param from what begins in front of it is no tag
   */
  public static long start(FileChannel file, long from) throws IOException {
    long start = start(file);
    if (start < from) {
      return file.size();
    }
    long offset = from;
    for (int i = 0; i < MAX_TAGS && offset < start; i++) {
      byte[] bytes = new TrailingTags(file).bytes(offset, Tags.MAX_LYRICS_BYTES).array();
      offset += Math.max(0, Tags.length(bytes, 0, bytes.length));
    }
    return offset == start ? from : start;
  }

  /**
   * Cuts out what is between two offsets: the tags behind it move forward.
   *
   * @param to at most {@code from}
   * @param from offset at which the tags begin
   */
  public static void moveTo(FileChannel file, long to, long from) throws IOException {
    long end = file.size();
    ByteBuffer buffer = ByteBuffer.allocate(COPIED_BYTES);
    long at = to;
    for (long read = from; read < end; read += buffer.limit()) {
      if (file.read(buffer.clear(), read) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        at += file.write(buffer, at);
      }
    }
    file.truncate(at);
  }

  /** The length of the tag that ends at an offset; 0 when there is none. */
  private long lengthBefore(long end) throws IOException {
    long length = ape(end);
    length = length > 0 ? length : id3v1(end);
    length = length > 0 ? length : lyrics(end);
    return length > 0 ? length : id3v2(end);
  }

  private long id3v1(long end) throws IOException {
    return has(end - ID3V1_BYTES, "TAG") ? ID3V1_BYTES : 0;
  }

  private long ape(long end) throws IOException {
    if (!has(end - APE_HEADER_BYTES, "APETAGEX")) {
      return 0;
    }
    ByteBuffer footer = bytes(end - APE_HEADER_BYTES, APE_HEADER_BYTES);
    long length = Integer.toUnsignedLong(footer.getInt(12));
    boolean empty = footer.getInt(16) == 0 && length == APE_HEADER_BYTES;
    if (length > end || !(empty || hasItem(end - length, end - APE_HEADER_BYTES))) {
      return 0;
    }
    return length + (isApeHeader(end - length - APE_HEADER_BYTES) ? APE_HEADER_BYTES : 0);
  }

  /** Whether an APE tag begins there; else what looks like it may be the footer of another. */
  private boolean isApeHeader(long offset) throws IOException {
    return has(offset, "APETAGEX")
        && (bytes(offset, APE_HEADER_BYTES).getInt(20) & APE_IS_HEADER) != 0;
  }

  /** Whether an APE item begins there, with its key of printable ASCII that ends with a 0. */
  private boolean hasItem(long offset, long end) throws IOException {
    if (offset + APE_ITEM_BYTES >= end) {
      return false;
    }
    ByteBuffer key = bytes(offset + APE_ITEM_BYTES, MAX_APE_KEY_BYTES + 1);
    int length = 0;
    while (length < key.limit() && key.get(length) >= ' ' && key.get(length) <= '~') {
      length++;
    }
    return length > 0 && length < key.limit() && key.get(length) == 0;
  }

  private long lyrics(long end) throws IOException {
    if (!has(end - LYRICS_FOOTER_BYTES + 6, "LYRICS200")) {
      return 0;
    }
    ByteBuffer digits = bytes(end - LYRICS_FOOTER_BYTES, 6);
    long length = LYRICS_FOOTER_BYTES;
    for (int i = 0, unit = 100_000; i < 6; i++, unit /= 10) {
      length += (long) unit * (digits.get(i) - '0');
    }
    return has(end - length, "LYRICSBEGIN") ? length : 0;
  }

  private long id3v2(long end) throws IOException {
    if (!has(end - ID3V2_HEADER_BYTES, "3DI")) {
      return 0;
    }
    ByteBuffer footer = bytes(end - ID3V2_HEADER_BYTES, ID3V2_HEADER_BYTES);
    long length = 0;
    for (int i = 6; i < ID3V2_HEADER_BYTES; i++) {
      length = length << 7 | (footer.get(i) & 0x7F);
    }
    length += 2 * ID3V2_HEADER_BYTES;
    return has(end - length, "ID3") ? length : 0;
  }

  private boolean has(long offset, String mark) throws IOException {
    return offset >= 0
        && offset < file.size()
        && bytes(offset, mark.length())
            .equals(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Bytes from an offset on, in an array of their own; fewer where the file ends. */
  private ByteBuffer bytes(long offset, int count) throws IOException {
    int there = (int) Math.max(0, Math.min(count, file.size() - offset));
    ByteBuffer bytes = ByteBuffer.allocate(there).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {
      // reads until all is there
    }
    return bytes.rewind();
  }
}
