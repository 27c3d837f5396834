package isr.media;

/**
 * How much before a cut a decoder must have seen to give the right samples after it.
 *
 * <p>The packets before the cut that together reach all three numbers are the lead-in; at the start
 * of a stream there may be fewer.
 *
 * @param packets at least this many packets
 * @param samples and at least this many samples
 * @param bytes and at least this many bytes of payload
 */
public record LeadIn(int packets, int samples, int bytes) {
  /** Every packet decodes by itself. */
  public static final LeadIn NONE = new LeadIn(0, 0, 0);

  /** Checks that no number is negative. */
  public LeadIn {
    if (packets < 0 || samples < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "packets " + packets + ", samples " + samples + ", bytes " + bytes);
    }
  }

  /** Whether nothing is needed before a cut. */
  public boolean isNone() {
    return packets == 0 && samples == 0 && bytes == 0;
  }
}
