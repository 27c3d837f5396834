package isr.format.timed;

import isr.media.PcmTrack;
import java.nio.ByteBuffer;

/**
 * Runs of samples, channels interleaved.
 *
 * @param track what they are
 */
public record PcmUnits(PcmTrack track) implements TimedCodec {
  private static final int MAX_UNIT_BYTES = 1 << 20;

  /** Negative, too, when the last sample is cut short. */
  @Override
  public int samples(ByteBuffer unit) {
    boolean whole = unit.hasRemaining() && unit.remaining() % track.blockAlign() == 0;
    return whole ? unit.remaining() / track.blockAlign() : -1;
  }

  @Override
  public int maxUnitBytes() {
    return MAX_UNIT_BYTES;
  }

  @Override
  public int gapUnit() {
    return 1;
  }
}
