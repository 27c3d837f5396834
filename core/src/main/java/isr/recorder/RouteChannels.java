package isr.recorder;

import isr.media.Packet;
import isr.media.PcmTrack;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Takes the channels of a route out of a card's packets.
 *
 * <p>One thread.
 */
final class RouteChannels {
  private final int[] channels;
  private ByteBuffer own = ByteBuffer.allocate(0);

  /**
   * Takes these.
   *
   * @param channels counted from 1, in the order that the route's file has them
   */
  RouteChannels(List<Integer> channels) {
    this.channels = channels.stream().mapToInt(channel -> channel - 1).toArray();
  }

  /** The route's track of the card's. */
  PcmTrack track(PcmTrack card) {
    return new PcmTrack(card.sampleRateHz(), channels.length, card.format());
  }

  /**
   * The route's samples.
   *
   * @param packet of the card's track
   * @return with a payload that is lent until the next call
   */
  Packet pick(Packet packet, PcmTrack card) {
    int sampleBytes = card.format().bytes();
    int bytes = packet.sampleCount() * channels.length * sampleBytes;
    if (own.capacity() < bytes) {
      own = ByteBuffer.allocate(bytes);
    }
    ByteBuffer from = packet.payload();
    int block = from.position();
    int to = 0;
    for (int sample = 0; sample < packet.sampleCount(); sample++) {
      for (int channel : channels) {
        int at = block + channel * sampleBytes;
        for (int i = 0; i < sampleBytes; i++) {
          own.put(to++, from.get(at + i));
        }
      }
      block += card.blockAlign();
    }
    return new Packet(own.slice(0, bytes), packet.samplePosition(), packet.sampleCount());
  }
}
