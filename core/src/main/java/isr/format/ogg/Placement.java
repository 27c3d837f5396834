package isr.format.ogg;

import java.util.Optional;

/**
 * Where the packets that end on one page stand, by its granule position (RFC 7845, section 4;
 * Vorbis I, section A.2).
 *
 * @param lost samples that are missing before them
 * @param skipped samples that the stream cuts off before them
 * @param trimmed samples that the stream cuts off after them
 * @param next the granule position at which the next packet should begin
 * @param oddity what is wrong with the granule position when it says nothing of use
 */
record Placement(long lost, int skipped, int trimmed, long next, Optional<String> oddity) {
  /** An hour at 48 kHz: a jump by more is a stream that counts anew, not a loss. */
  static final long MAX_LOST_SAMPLES = 3600L * 48_000;

  /**
   * Places the first packets after the headers: a stream may be joined anywhere.
   *
   * @param total samples of the packets that end on the page
   * @param granule of the page
   * @param ends whether the page ends the stream, and may trim it
   * @param skips whether a granule position that is behind cuts off the first samples
   */
  static Placement first(int total, long granule, boolean ends, boolean skips) {
    if (granule < 0) {
      return nowhere(total, granule);
    }
    if (granule >= total) {
      return placed(0, 0, 0, granule);
    }
    int behind = (int) (total - granule);
    if (ends) {
      return placed(0, 0, behind, granule);
    }
    return skips
        ? placed(0, behind, 0, granule)
        : odd(granule, "expected at least the " + total + " samples", granule);
  }

  /**
   * Places packets that follow others.
   *
   * @param expected granule position at which the first of them should begin
   * @param total samples of the packets that end on the page
   * @param granule of the page
   * @param ends whether the page ends the stream, and may trim it
   */
  static Placement after(long expected, int total, long granule, boolean ends) {
    if (granule < 0) {
      return nowhere(expected + total, granule);
    }
    long jump = granule - total - expected;
    if (jump >= 0 && jump <= MAX_LOST_SAMPLES) {
      return placed(jump, 0, 0, granule);
    }
    if (jump < 0 && ends && -jump <= total) {
      return placed(0, 0, (int) -jump, granule);
    }
    return odd(granule, "expected " + (expected + total), granule);
  }

  /** The same when nothing can have been lost. */
  Placement withoutLoss() {
    return new Placement(0, skipped, trimmed, next, oddity);
  }

  private static Placement placed(long lost, int skipped, int trimmed, long next) {
    return new Placement(lost, skipped, trimmed, next, Optional.empty());
  }

  private static Placement nowhere(long next, long granule) {
    return odd(next, "expected one where a packet ends", granule);
  }

  private static Placement odd(long next, String expected, long granule) {
    String oddity = "granule position: " + expected + ", found " + granule;
    return new Placement(0, 0, 0, next, Optional.of(oddity));
  }
}
