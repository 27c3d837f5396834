package isr.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a codec does; {@link GuardedDecoder} sees to it that nothing comes of broken packets. */
interface CodecCore {
  /** Channels that it gives. */
  int channels();

  /** Whether no sample can be beyond full scale, whatever is in a packet. */
  default boolean isWithinFullScale() {
    return false;
  }

  /**
   * Decodes a packet. May throw any exception where it is broken; is restarted then.
   *
   * @param payload position to limit, which stay
   * @param expected samples
   * @param out gets the samples
   * @return how many there are
   */
  int decode(ByteBuffer payload, int expected, SampleBlock out) throws IOException;

  /** Forgets what came before. */
  void restart() throws IOException;
}
