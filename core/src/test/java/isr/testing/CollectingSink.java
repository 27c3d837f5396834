package isr.testing;

import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a framer gives; packets are copied. */
public class CollectingSink implements FramerSink {
  private final List<Track> tracks = new ArrayList<>();
  private final List<Packet> packets = new ArrayList<>();
  private final List<Long> packetEnds = new ArrayList<>();
  private final List<Skip> skips = new ArrayList<>();
  private final List<String> titles = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  @Override
  public void track(Track track) {
    tracks.add(track);
    events.add("track " + track);
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    packets.add(packet.copy());
    packetEnds.add(streamOffset);
    events.add(
        "packet %d+%d, %d bytes to %d #%08x"
            .formatted(
                packet.samplePosition(),
                packet.sampleCount(),
                packet.byteCount(),
                streamOffset,
                packet.payload().hashCode()));
  }

  @Override
  public void skipped(Skip skip) {
    skips.add(skip);
    events.add(
        "skip %s %d+%d lost %d"
            .formatted(skip.kind(), skip.offset(), skip.byteCount(), skip.lostSamples()));
  }

  @Override
  public void title(String title) {
    titles.add(title);
    events.add("title " + title);
  }

  /** Tracks in order. */
  public List<Track> tracks() {
    return tracks;
  }

  /** Packets in order. */
  public List<Packet> packets() {
    return packets;
  }

  /** For each packet the stream offset after it. */
  public List<Long> packetEnds() {
    return packetEnds;
  }

  /** Skipped runs in order. */
  public List<Skip> skips() {
    return skips;
  }

  /** Titles in order. */
  public List<String> titles() {
    return titles;
  }

  /** All of it in order, in words. */
  public List<String> events() {
    return events;
  }
}
