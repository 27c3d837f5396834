package isr.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Audio that a {@link Mischief} is done to.
 *
 * @param mp3 frames
 * @param aac frames in ADTS
 * @param opus pages of a bitstream in stereo, the first two its headers
 * @param mono pages of a bitstream of Opus in mono
 */
public record Material(List<byte[]> mp3, List<byte[]> aac, List<byte[]> opus, List<byte[]> mono) {
  /** Takes whole streams apart. */
  public static Material of(byte[] mp3, byte[] aac, byte[] opus, byte[] mono) {
    return new Material(
        frames(mp3, StreamPackets.mpeg(mp3)),
        frames(aac, StreamPackets.adts(aac)),
        pages(opus),
        pages(mono));
  }

  private static List<byte[]> frames(byte[] stream, List<StreamPacket> packets) {
    return packets.stream()
        .map(packet -> Arrays.copyOfRange(stream, packet.start(), packet.end()))
        .toList();
  }

  private static List<byte[]> pages(byte[] stream) {
    List<byte[]> pages = new ArrayList<>();
    int at = 0;
    while (at < stream.length) {
      int segments = stream[at + 26] & 0xFF;
      int end = at + 27 + segments;
      for (int i = 0; i < segments; i++) {
        end += stream[at + 27 + i] & 0xFF;
      }
      pages.add(Arrays.copyOfRange(stream, at, end));
      at = end;
    }
    return pages;
  }
}
