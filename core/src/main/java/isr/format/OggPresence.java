package isr.format;

import java.nio.ByteBuffer;

/**
 * Where in a stream a page of Ogg seemed to begin last, whether its checksum holds or not (RFC
 * 3533, section 6): {@code OggS}, version 0, a known set of flags.
 */
final class OggPresence {
  private static final String CAPTURE_PATTERN = "OggS\0";
  private static final int MAX_FLAGS = 7;

  private int matched;
  private long lastStart = -1;

  /**
   * Looks at more of the stream; position and limit stay.
   *
   * @param offset of the first byte in the stream
   * @return whether a page begins that was not known before
   */
  boolean add(ByteBuffer bytes, long offset) {
    long before = lastStart;
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      byte next = bytes.get(i);
      if (matched == CAPTURE_PATTERN.length()) {
        if (next >= 0 && next <= MAX_FLAGS) {
          lastStart = offset + i - bytes.position() - matched;
        }
        matched = 0;
      }
      boolean goesOn = next == CAPTURE_PATTERN.charAt(matched);
      matched = goesOn ? matched + 1 : next == 'O' ? 1 : 0;
    }
    return lastStart != before;
  }

  /** Stream offset of the page that began last. */
  long lastStart() {
    return lastStart;
  }
}
