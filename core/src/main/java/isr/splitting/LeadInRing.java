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

  /** So many of the newest packets are lent: nobody has copied them yet. */
  private int lent;

  /** Forgets all packets and keeps as many as that from here on. */
  public void reset(LeadIn leadIn) {
    wanted = leadIn;
    packets.clear();
    lent = 0;
    samples = 0;
    bytes = 0;
  }

  /**
   * Keeps a packet, whose payload is lent until {@link #settle}, and lets go of those that are not
   * needed any more.
   */
  public void add(Packet packet) {
    if (wanted.isNone()) {
      return;
    }
    packets.addLast(packet);
    lent++;
    samples += packet.sampleCount();
    bytes += packet.byteCount();
    while (isEnoughWithout(packets.getFirst())) {
      Packet oldest = packets.removeFirst();
      samples -= oldest.sampleCount();
      bytes -= oldest.byteCount();
    }
    lent = Math.min(lent, packets.size());
  }

  /** What was added is about to become invalid: copies what is still needed of it. */
  public void settle() {
    if (lent == 0) {
      return;
    }
    Packet[] newest = new Packet[lent];
    for (int i = lent - 1; i >= 0; i--) {
      newest[i] = packets.removeLast();
    }
    for (Packet packet : newest) {
      packets.addLast(packet.copy());
    }
    lent = 0;
  }

  private boolean isEnoughWithout(Packet oldest) {
    return packets.size() > Math.max(1, wanted.packets())
        && samples - oldest.sampleCount() >= wanted.samples()
        && bytes - oldest.byteCount() >= wanted.bytes();
  }

  /** The packets, oldest first; those added since the last {@link #settle} are lent. */
  public List<Packet> packets() {
    return List.copyOf(packets);
  }
}
