package isr.codec;

import isr.media.FilePacket;

/**
 * Decodes the packets of one track, in the order in which they are in a file.
 *
 * <p>It never fails at what is in a packet, nor does its memory grow with their number.
 */
public interface PacketDecoder {
  /** Channels that it gives. */
  int channels();

  /**
   * Decodes a packet.
   *
   * @param packet that follows the one before; its payload is not changed
   * @param out gets {@link FilePacket#codedSamples} samples, those that are not heard included
   */
  void decode(FilePacket packet, SampleBlock out);

  /** The next packet does not follow the one before. */
  void restart();

  /** Packets so far that could not be decoded, or gave fewer samples than they have. */
  long damagedPackets();
}
