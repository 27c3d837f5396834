package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;

/**
 * Passes on what the links of a chain tell. The empty title of a link without one is told only
 * where it ends the title of another.
 */
final class LinkTitles implements FramerSink {
  private final FramerSink to;
  private boolean titled;

  LinkTitles(FramerSink to) {
    this.to = to;
  }

  @Override
  public void title(String title) throws IOException {
    if (titled || !title.isEmpty()) {
      to.title(title);
    }
    titled = !title.isEmpty();
  }

  @Override
  public void track(Track track) throws IOException {
    to.track(track);
  }

  @Override
  public void packet(Packet packet, long streamOffset) throws IOException {
    to.packet(packet, streamOffset);
  }

  @Override
  public void skipped(Skip skip) throws IOException {
    to.skipped(skip);
  }
}
