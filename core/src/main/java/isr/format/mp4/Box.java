package isr.format.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The header of a box (ISO/IEC 14496-12, 4.2): 32-bit size, type; size 1: a 64-bit size follows;
 * size 0: to the end of the stream.
 *
 * @param type four characters; 0 when the bytes are no header
 * @param dataStart index of the first byte after the header
 * @param size bytes of data; {@link #UNKNOWN} for those to the end of the stream
 */
record Box(int type, int dataStart, long size) {
  static final long UNKNOWN = -1;

  private static final int HEADER_BYTES = 8;
  private static final int LARGE_HEADER_BYTES = 16;

  /** No header is there. */
  private static final Box NONE = new Box(0, 0, 0);

  /** The four characters as a number. */
  static int type(String characters) {
    return ByteBuffer.wrap(characters.getBytes(StandardCharsets.ISO_8859_1)).getInt();
  }

  /**
   * Reads a header.
   *
   * @param end index after the last byte there is
   * @return null when more bytes must come to tell
   */
  static @Nullable Box read(byte[] bytes, int at, int end) {
    if (end - at < HEADER_BYTES) {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, at, end - at);
    long size = Integer.toUnsignedLong(header.getInt());
    int type = header.getInt();
    if (size == 0) {
      return new Box(type, at + HEADER_BYTES, UNKNOWN);
    }
    int length = HEADER_BYTES;
    if (size == 1) {
      length = LARGE_HEADER_BYTES;
      if (end - at < length) {
        return null;
      }
      size = header.getLong();
    }
    return size < length ? NONE : new Box(type, at + length, size - length);
  }

  boolean is(int wanted) {
    return type == wanted;
  }

  boolean sizeKnown() {
    return size != UNKNOWN;
  }

  /** Whether the size is known, and at most so much. */
  boolean isAtMost(long bytes) {
    return sizeKnown() && size <= bytes;
  }

  /** Index after its data, which are in the array. */
  int dataEnd() {
    return dataStart + (int) size;
  }

  /** The type as text; what is not printable as a dot. */
  String shown() {
    StringBuilder text = new StringBuilder();
    for (byte b : ByteBuffer.allocate(Integer.BYTES).putInt(type).array()) {
      text.append(b >= ' ' && b < 127 ? (char) b : '.');
    }
    return text.toString();
  }
}
