package isr.splitting;

import isr.media.LeadIn;
import isr.media.Packet;
import java.util.ArrayDeque;
import java.util.List;

/** Keeps the newest packets of a track, just as many as its lead-in asks for. */
public final class LeadInRing {
  private final ArrayDeque<Packet> packets = new ArrayDeque<>();
  private LeadIn wanted = LeadIn.NONE;
  private long samples;
  private long bytes;

  /** Forgets all packets and keeps as many as that from here on. */
  public void reset(LeadIn leadIn) {
    wanted = leadIn;
    packets.clear();
    samples = 0;
    bytes = 0;
  }

  /** Keeps a copy of a packet, and lets go of those that are not needed any more. */
  public void add(Packet packet) {
    if (wanted.isNone()) {
      return;
    }
    packets.addLast(packet.copy());
    samples += packet.sampleCount();
    bytes += packet.byteCount();
    while (isEnoughWithout(packets.getFirst())) {
      Packet oldest = packets.removeFirst();
      samples -= oldest.sampleCount();
      bytes -= oldest.byteCount();
    }
  }

  private boolean isEnoughWithout(Packet oldest) {
    return packets.size() > Math.max(1, wanted.packets())
        && samples - oldest.sampleCount() >= wanted.samples()
        && bytes - oldest.byteCount() >= wanted.bytes();
  }

  /** The packets, oldest first; their payloads are their own. */
  public List<Packet> packets() {
    return List.copyOf(packets);
  }
}
