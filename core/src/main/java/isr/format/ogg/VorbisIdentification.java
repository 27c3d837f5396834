package isr.format.ogg;

import isr.media.MalformedMediaException;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The identification header of Vorbis (Vorbis I, section 4.2.2).
 *
 * <pre>
 *  0  1, "vorbis"           12  sample rate, 4 bytes       28  block sizes: exponents of 2,
 *  7  version 0, 4 bytes    16  bit rates, 3 × 4 bytes         4 bits each, the short one low
 * 11  channels                                             29  framing bit
 * </pre>
 *
 * @param channels 1 to 255
 * @param sampleRateHz at least {@link isr.media.Track#MIN_STREAM_RATE_HZ}
 * @param shortBlock samples of a short block, 64 to 8192
 * @param longBlock samples of a long block, at least as many
 */
record VorbisIdentification(int channels, int sampleRateHz, int shortBlock, int longBlock) {
  static final String MAGIC = "\1vorbis";

  private static final int VERSION = 7;
  private static final int CHANNELS = 11;
  private static final int RATE = 12;
  private static final int BLOCK_SIZES = 28;
  private static final int FRAMING = 29;
  private static final int BYTES = 30;

  /**
   * Reads the packet.
   *
   * @param offset of the packet in the stream
   */
  static VorbisIdentification read(ByteBuffer packet, long offset)
      throws MalformedMediaException, UnsupportedMediaException {
    check(packet.remaining() == BYTES, offset, "expected 30 bytes, found " + packet.remaining());
    ByteBuffer bytes = packet.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(VERSION) != 0) {
      throw new UnsupportedMediaException("Vorbis of version " + bytes.getInt(VERSION));
    }
    int channels = Byte.toUnsignedInt(bytes.get(CHANNELS));
    int rate = bytes.getInt(RATE);
    int small = bytes.get(BLOCK_SIZES) & 15;
    int large = (bytes.get(BLOCK_SIZES) & 0xf0) >> 4;
    check(channels > 0, offset, "expected channels, found 0");
    check(rate > 0, offset, "expected a sample rate, found " + Integer.toUnsignedString(rate));
    UnsupportedMediaException.checkRate("Vorbis", rate);
    check(
        small >= 6 && small <= large && large <= 13,
        offset,
        "expected block sizes from 2^6 to 2^13, found 2^" + small + " and 2^" + large);
    check((bytes.get(FRAMING) & 1) == 1, offset, "framing bit not set");
    return new VorbisIdentification(channels, rate, 1 << small, 1 << large);
  }

  private static void check(boolean holds, long offset, String rule)
      throws MalformedMediaException {
    if (!holds) {
      throw new MalformedMediaException(
          offset, "Vorbis identification header: " + rule + " (Vorbis I, section 4.2.2)");
    }
  }
}
