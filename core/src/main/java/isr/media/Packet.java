package isr.media;

import java.nio.ByteBuffer;

/**
 * One unit that a container carries: an MPEG or ADTS frame, an Ogg packet, a run of PCM.
 *
 * <p>The payload lies between the buffer's position and limit and is read by absolute access or
 * through {@code payload().duplicate()}: nobody moves its position. It is lent: it stays valid
 * until the batch that the packet came in has been handled; whoever keeps it longer keeps {@link
 * #copy()}.
 *
 * @param payload the bytes as they arrived, position to limit
 * @param samplePosition first sample, counted at the track's rate from 0 at the track's start
 * @param sampleCount samples per channel that the packet decodes to; an Opus packet that its stream
 *     trims at the end has fewer than its TOC byte says
 */
public record Packet(ByteBuffer payload, long samplePosition, int sampleCount) {
  /** Checks that the counts are not negative. */
  public Packet {
    if (samplePosition < 0 || sampleCount < 0) {
      throw new IllegalArgumentException(
          "samplePosition " + samplePosition + ", sampleCount " + sampleCount);
    }
  }

  /** Bytes of payload. */
  public int byteCount() {
    return payload.remaining();
  }

  /** The position just after the last sample. */
  public long endPosition() {
    return samplePosition + sampleCount;
  }

  /** The same packet with a payload of its own. */
  public Packet copy() {
    ByteBuffer own = ByteBuffer.allocate(payload.remaining());
    own.put(payload.duplicate()).flip();
    return new Packet(own, samplePosition, sampleCount);
  }
}
