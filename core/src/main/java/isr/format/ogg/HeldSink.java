package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a bitstream tells until it is known whether that one is followed. */
final class HeldSink implements FramerSink {
  /** Something that waits to be told. */
  @FunctionalInterface
  private interface Event {
    void tell(FramerSink to) throws IOException;
  }

  private final FramerSink to;
  private final List<Event> held = new ArrayList<>();
  private boolean open;

  HeldSink(FramerSink to) {
    this.to = to;
  }

  /** Tells what was kept, and from here on all at once. */
  void open() throws IOException {
    open = true;
    for (Event event : held) {
      event.tell(to);
    }
    held.clear();
  }

  private void tell(Event event) throws IOException {
    if (open) {
      event.tell(to);
    } else {
      held.add(event);
    }
  }

  @Override
  public void track(Track track) throws IOException {
    tell(sink -> sink.track(track));
  }

  @Override
  public void packet(Packet packet, long streamOffset) throws IOException {
    if (open) { // most packets by far
      to.packet(packet, streamOffset);
    } else {
      Packet own = packet.copy();
      held.add(sink -> sink.packet(own, streamOffset));
    }
  }

  @Override
  public void skipped(Skip skip) throws IOException {
    tell(sink -> sink.skipped(skip));
  }

  @Override
  public void title(String title) throws IOException {
    tell(sink -> sink.title(title));
  }
}
