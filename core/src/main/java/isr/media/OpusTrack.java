package isr.media;

import java.nio.ByteBuffer;

/**
 * Opus as its Ogg mapping describes it (RFC 7845, section 5.1); positions count at 48 kHz.
 *
 * <p>The headers are values: they are compared by content and are not to be moved or changed.
 *
 * @param channels output channels
 * @param preSkip samples that the stream itself says to drop after its very first packet
 * @param head the OpusHead packet as it arrived
 * @param tags the OpusTags packet as it arrived
 */
public record OpusTrack(int channels, int preSkip, ByteBuffer head, ByteBuffer tags)
    implements Track {
  /** Of the lead-in, in samples: 640 ms, after which CELT has converged to within 1 LSB. */
  public static final int LEAD_IN_SAMPLES = 30_720;

  /** Index in OpusHead at which the channel mapping begins. */
  private static final int MAPPING_FAMILY = 18;

  private static final LeadIn LEAD_IN = new LeadIn(1, LEAD_IN_SAMPLES, 0);

  /** Makes the headers read-only. */
  public OpusTrack {
    head = head.asReadOnlyBuffer();
    tags = tags.asReadOnlyBuffer();
  }

  @Override
  public String codec() {
    return "opus";
  }

  /** Always 48 000 (RFC 7845, section 4). */
  @Override
  public int sampleRateHz() {
    return 48_000;
  }

  @Override
  public LeadIn leadIn() {
    return LEAD_IN;
  }

  /** Whether channels and their mapping (RFC 7845, section 5.1.1) are the same. */
  @Override
  public boolean sameParameters(Track other) {
    return other instanceof OpusTrack opus
        && channels == opus.channels
        && mapping(head).equals(mapping(opus.head));
  }

  private static ByteBuffer mapping(ByteBuffer head) {
    int from = Math.min(MAPPING_FAMILY, head.remaining());
    return head.slice(head.position() + from, head.remaining() - from);
  }
}
