package isr.format.timed;

import isr.media.Track;
import java.nio.ByteBuffer;

/** One codec as containers with timestamps carry it; has no state. */
public interface TimedCodec {
  /** What its packets belong to. */
  Track track();

  /**
   * Samples per channel that a unit decodes to; negative when it is none of this codec.
   *
   * @param unit position to limit, not moved
   */
  int samples(ByteBuffer unit);

  /** The packet of the track that a unit is, which may be the unit itself. */
  default ByteBuffer packet(ByteBuffer unit) {
    return unit;
  }

  /** Bytes of the longest unit. */
  int maxUnitBytes();

  /**
   * Samples that a gap is a multiple of: timestamps are rounded, to milliseconds in WebM, and that
   * takes the error away.
   */
  int gapUnit();
}
