package isr.format.webm;

import org.jspecify.annotations.Nullable;

/**
 * The header of an element (RFC 8794, sections 4 to 6): identifier and size, both as long as the
 * leading zeros of their first byte say.
 *
 * @param id length marker included, up to 4 bytes; 0 when the bytes are no header
 * @param dataStart index of the first byte of its data
 * @param size bytes of data; {@link #UNKNOWN} where all bits of the field are set
 */
record Element(int id, int dataStart, long size) {
  static final long UNKNOWN = -1;

  private static final int MAX_ID_LENGTH = 4;

  /** No header begins there. */
  private static final Element NONE = new Element(0, 0, 0);

  /**
   * Reads a header.
   *
   * @param end index after the last byte there is
   * @return null when more bytes must come to tell
   */
  static @Nullable Element read(byte[] bytes, int at, int end) {
    if (at >= end) {
      return null;
    }
    int idLength = Vint.length(bytes[at]);
    if (idLength > MAX_ID_LENGTH) {
      return NONE;
    }
    int sizeAt = at + idLength;
    if (sizeAt >= end) {
      return null;
    }
    int sizeLength = Vint.length(bytes[sizeAt]);
    if (sizeLength > Vint.MAX_LENGTH) {
      return NONE;
    }
    if (end - sizeAt < sizeLength) {
      return null;
    }
    long size = Vint.value(bytes, sizeAt, sizeLength);
    int id = (int) Vint.withMarker(bytes, at, idLength);
    return new Element(id, sizeAt + sizeLength, size == Vint.maxValue(sizeLength) ? UNKNOWN : size);
  }

  boolean none() {
    return id == 0;
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
}
