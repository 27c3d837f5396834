package isr.format.ogg;

import isr.format.timed.TimedCodec;
import isr.media.MalformedMediaException;
import isr.media.OpusTrack;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;

/** Opus packets as other containers than Ogg carry them, for a track as Ogg describes it. */
public final class OpusUnits implements TimedCodec {
  /** The shortest frame, 2.5 ms (RFC 6716, section 2.1.4). */
  private static final int GAP_UNIT = 120;

  /** What libopus looks ahead; browsers that tell no pre-skip encode with it. */
  private static final int USUAL_PRE_SKIP = 312;

  private final OpusHead head;
  private final OpusTrack track;

  private OpusUnits(OpusHead head) {
    this.head = head;
    this.track =
        new OpusTrack(
            head.channels(),
            head.preSkip(),
            head.packet().duplicate(),
            ByteBuffer.wrap(OpusMapping.noTags()));
  }

  /**
   * Reads the header. Where it tells no pre-skip, as Chromium's WebM does, the usual one is told.
   *
   * @param packet OpusHead (RFC 7845, section 5.1), copied
   * @param offset of it in the stream, for messages
   */
  public static OpusUnits of(ByteBuffer packet, long offset)
      throws MalformedMediaException, UnsupportedMediaException {
    if (!OggMappings.begins(packet, OpusHead.MAGIC)) {
      throw new MalformedMediaException(offset, "expected OpusHead (RFC 7845, section 5.1)");
    }
    OpusHead head = OpusHead.read(packet, offset);
    return new OpusUnits(
        head.preSkip() == 0 ? OpusHead.of(head.withPreSkip(USUAL_PRE_SKIP)) : head);
  }

  @Override
  public Track track() {
    return track;
  }

  /** Negative, too, when the frames do not fill the packet. */
  @Override
  public int samples(ByteBuffer unit) {
    return OpusPacketCheck.fault(unit, head.streams()).isPresent() ? -1 : OpusPacket.samples(unit);
  }

  @Override
  public int maxUnitBytes() {
    return OpusMapping.MAX_PACKET_BYTES;
  }

  @Override
  public int gapUnit() {
    return GAP_UNIT;
  }
}
