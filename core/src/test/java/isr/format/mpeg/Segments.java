package isr.format.mpeg;

import isr.media.MpegTrack;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.splitting.LeadInRing;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** Segments of a run of packets, with the lead-in that a recorder would keep. */
final class Segments {
  static final SegmentInfo INFO =
      new SegmentInfo("radio", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.ofHours(1)));

  private Segments() {}

  static MpegTrack track(List<Packet> packets) {
    return MpegHeader.track(packets.get(0).payload().getInt(0));
  }

  /** A muxer that has written everything before the packet at an index. */
  static Muxer start(List<Packet> packets, int from, MuxerOutput output) throws Exception {
    MpegTrack track = track(packets);
    LeadInRing ring = new LeadInRing();
    ring.reset(track.leadIn());
    packets.subList(0, from).forEach(ring::add);
    Muxer muxer = new MpegFormat().muxer(track, output, INFO);
    muxer.start(ring.packets());
    return muxer;
  }
}
