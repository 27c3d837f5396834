package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.util.List;

/** Keeps packets as they were lent, and copies. */
record CollectedTwice(Collected copies, List<Packet> lent) implements FramerSink {
  @Override
  public void track(Track track) {
    copies.track(track);
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    lent.add(packet);
    copies.packet(packet, streamOffset);
  }

  @Override
  public void skipped(Skip skip) {
    copies.skipped(skip);
  }

  @Override
  public void title(String title) {
    copies.title(title);
  }
}
