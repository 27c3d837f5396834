package isr.codec;

import java.io.IOException;

/**
 * What is asked of JOrbis. It is public only because it is implemented by classes of another class
 * loader, see {@link JorbisCopies}.
 */
public interface VorbisPackets {
  /**
   * Takes a header; all three, in order, come first.
   *
   * @param packet the whole of it
   * @return whether it can be used
   */
  boolean header(byte[] packet);

  /** Begins, after the headers, or anew: the next packet has nothing to overlap with. */
  void restart();

  /**
   * Decodes a packet of audio.
   *
   * @param bytes the packet, from index 0 on
   * @param length of the packet
   * @return samples that it gives
   * @throws IOException when it is no packet of audio
   */
  int decode(byte[] bytes, int length) throws IOException;

  /**
   * Copies samples that were decoded last.
   *
   * @param channel whose samples
   * @param to gets them, from index 0 on
   */
  void copy(int channel, float[] to);
}
