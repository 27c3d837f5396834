package isr.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A little parser of chained Ogg that shares no code with the recorder's. It expects whole pages
 * and one logical bitstream at a time; a page that is cut off at the end is left out.
 */
public final class OggLinks {
  private static final int BEGIN = 2;

  private OggLinks() {}

  /** The links of a chain, each as a file of its own. */
  public static List<byte[]> of(byte[] chain) {
    List<byte[]> links = new ArrayList<>();
    int from = 0;
    int at = 0;
    for (int end = pageEnd(chain, at); end <= chain.length; end = pageEnd(chain, at)) {
      if ((chain[at + 5] & BEGIN) != 0 && at > from) {
        links.add(Arrays.copyOfRange(chain, from, at));
        from = at;
      }
      at = end;
    }
    links.add(Arrays.copyOfRange(chain, from, at));
    return links;
  }

  /** Where the page ends that begins there; beyond the end where it is not all there. */
  private static int pageEnd(byte[] bytes, int at) {
    if (at + 27 > bytes.length || at + 27 + (bytes[at + 26] & 0xFF) > bytes.length) {
      return Integer.MAX_VALUE;
    }
    int segments = bytes[at + 26] & 0xFF;
    int end = at + 27 + segments;
    for (int i = 0; i < segments; i++) {
      end += bytes[at + 27 + i] & 0xFF;
    }
    return end;
  }

  /** The audio packets of a chain of Opus, Vorbis or FLAC, without headers. */
  public static List<StreamPacket> audio(byte[] chain) {
    List<StreamPacket> audio = new ArrayList<>();
    for (StreamPacket packet : StreamPackets.oggPackets(chain)) {
      boolean empty = packet.content().limit() == 0; // liquidsoap ends a link with one
      if (!empty && !isHeader(packet.content())) {
        ByteBuffer content = withoutFrameNumber(packet.content());
        audio.add(new StreamPacket(packet.start(), packet.end(), 0, content));
      }
    }
    return audio;
  }

  /** Headers of Opus, of Vorbis (odd numbers), and of FLAC (its mapping; metadata blocks). */
  private static boolean isHeader(ByteBuffer packet) {
    return Stream.of("OpusHead", "OpusTags", "\1vorbis", "\3vorbis", "\5vorbis", "\177FLAC")
            .anyMatch(magic -> StreamPackets.startsWith(packet, magic))
        || isMetadata(packet);
  }

  /** A metadata block of FLAC tells its own length: RFC 9639, section 8.1. */
  private static boolean isMetadata(ByteBuffer packet) {
    return packet.limit() > 4
        && (packet.get(0) & 0x7F) <= 6
        && (packet.getInt(0) & 0xFFFFFF) == packet.limit() - 4;
  }

  /**
   * A FLAC frame without its number, which a recorder changes, and the checksums over it; other
   * packets as they are.
   */
  private static ByteBuffer withoutFrameNumber(ByteBuffer packet) {
    if (packet.limit() < 10 || (packet.get(0) & 0xFF) != 0xFF || (packet.get(1) & 0xFC) != 0xF8) {
      return packet;
    }
    int number = Math.max(1, Integer.numberOfLeadingZeros(~(packet.get(4) << 24)));
    int blockSize = packet.get(2) >> 4 & 15;
    int rate = packet.get(2) & 15;
    int rest = 4 + number;
    int more = (blockSize == 6 ? 1 : blockSize == 7 ? 2 : 0) + (rate == 12 ? 1 : rate > 12 ? 2 : 0);
    int audio = rest + more + 1;
    ByteBuffer kept = ByteBuffer.allocate(packet.limit() - number - 5);
    kept.put(packet.slice(2, 2)).put(packet.slice(rest, more));
    return kept.put(packet.slice(audio, packet.limit() - audio - 2)).flip();
  }
}
