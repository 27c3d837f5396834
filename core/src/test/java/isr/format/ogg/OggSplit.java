package isr.format.ogg;

import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** Splits packets into segments, as a recording does: each begins with what the track asks for. */
final class OggSplit {
  private static final ZonedDateTime START =
      ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private OggSplit() {}

  static SegmentInfo info(long number) {
    return new SegmentInfo("test", START.plusSeconds(number));
  }

  /**
   * One file for each run of packets.
   *
   * @param cuts indices of the packets with which the second and later files begin, ascending
   */
  static List<byte[]> files(Track track, List<Packet> packets, List<Integer> cuts)
      throws Exception {
    List<byte[]> files = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= cuts.size(); i++) {
      int to = i < cuts.size() ? cuts.get(i) : packets.size();
      files.add(file(track, packets, from, to));
      from = to;
    }
    return files;
  }

  /** One finished file of some of the packets, with a lead-in of up to a second. */
  static byte[] file(Track track, List<Packet> packets, int from, int to) throws Exception {
    MemoryOutput output = new MemoryOutput();
    OggMuxer muxer = new OggMuxer(track, output, info(from));
    muxer.start(packets.subList(Math.max(0, from - 400), from));
    for (Packet packet : packets.subList(from, to)) {
      muxer.write(packet);
    }
    muxer.finish();
    return output.bytes();
  }
}
