package isr.format.ogg;

import java.nio.ByteBuffer;

/**
 * What an Opus packet says about itself in its first bytes (RFC 6716, section 3.1).
 *
 * <pre>
 *  TOC   7 6 5 4 3 | 2      | 1 0
 *        config    | stereo | code: 0 one frame, 1 two of one size, 2 two, 3 as many as M says
 *  next  7         | 6      | 5 4 3 2 1 0                                   (code 3 only)
 *        VBR       | padding| M
 * </pre>
 */
public final class OpusPacket {
  /** 120 ms at 48 kHz (RFC 6716, section 3.2.5, R5). */
  public static final int MAX_SAMPLES = 5760;

  /** Samples of one frame at 48 kHz, by config (RFC 6716, table 2). */
  private static final int[] FRAME_SAMPLES = {
    480, 960, 1920, 2880, // SILK, narrowband
    480, 960, 1920, 2880, // SILK, mediumband
    480, 960, 1920, 2880, // SILK, wideband
    480, 960, // hybrid, super-wideband
    480, 960, // hybrid, fullband
    120, 240, 480, 960, // CELT, narrowband
    120, 240, 480, 960, // CELT, wideband
    120, 240, 480, 960, // CELT, super-wideband
    120, 240, 480, 960, // CELT, fullband
  };

  private OpusPacket() {}

  /**
   * Samples at 48 kHz that the packet decodes to, 120 to 5760; -1 when the packet says nothing
   * legal. Of a packet with several streams the first one speaks for all (RFC 7845, section 3).
   */
  public static int samples(ByteBuffer packet) {
    int length = packet.remaining();
    if (length == 0) {
      return -1;
    }
    int toc = Byte.toUnsignedInt(packet.get(packet.position()));
    int frames = (toc & 3) == 0 ? 1 : 2;
    if ((toc & 3) == 3) {
      frames = length < 2 ? 0 : packet.get(packet.position() + 1) & 63;
    }
    int samples = frames * FRAME_SAMPLES[toc >> 3];
    return samples == 0 || samples > MAX_SAMPLES ? -1 : samples;
  }
}
