package isr.format.ogg;

import java.util.Optional;

/**
 * Where the packets that end on one page stand, by its granule position (RFC 7845, section 4).
 *
 * @param lost samples that are missing before them
 * @param trimmed samples that the stream cuts off after them
 * @param next the granule position at which the next packet should begin
 * @param oddity what is wrong with the granule position when it says nothing of use
 */
record Placement(long lost, int trimmed, long next, Optional<String> oddity) {
  /** An hour at 48 kHz: a jump by more is a stream that counts anew, not a loss. */
  static final long MAX_LOST_SAMPLES = 3600L * 48_000;

  /**
   * Places the first packets after the headers: a stream may be joined anywhere.
   *
   * @param total samples of the packets that end on the page
   * @param granule of the page
   * @param ends whether the page ends the stream
   */
  static Placement first(int total, long granule, boolean ends) {
    if (granule < 0) {
      return odd(total, granule);
    }
    if (granule >= total) {
      return new Placement(0, 0, granule, Optional.empty());
    }
    return ends
        ? new Placement(0, (int) (total - granule), granule, Optional.empty())
        : new Placement(
            0, 0, granule, oddity("expected at least the " + total + " samples", granule));
  }

  /**
   * Places packets that follow others.
   *
   * @param expected granule position at which the first of them should begin
   * @param total samples of the packets that end on the page
   * @param granule of the page
   * @param ends whether the page ends the stream
   */
  static Placement after(long expected, int total, long granule, boolean ends) {
    if (granule < 0) {
      return odd(expected + total, granule);
    }
    long jump = granule - total - expected;
    if (jump >= 0 && jump <= MAX_LOST_SAMPLES) {
      return new Placement(jump, 0, granule, Optional.empty());
    }
    if (jump < 0 && ends && -jump <= total) {
      return new Placement(0, (int) -jump, granule, Optional.empty());
    }
    return new Placement(0, 0, granule, oddity("expected " + (expected + total), granule));
  }

  private static Placement odd(long next, long granule) {
    return new Placement(0, 0, next, oddity("expected one where a packet ends", granule));
  }

  private static Optional<String> oddity(String expected, long granule) {
    return Optional.of("granule position: " + expected + ", found " + granule);
  }
}
