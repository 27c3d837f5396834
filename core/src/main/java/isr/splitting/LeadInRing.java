package isr.splitting;

import isr.media.LeadIn;
import isr.media.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;

/** Keeps the newest packets of a track, just as many as its lead-in asks for. */
public final class LeadInRing {
  private final ArrayDeque<Packet> packets = new ArrayDeque<>();
  private LeadIn wanted = LeadIn.NONE;
  private long samples;
  private long bytes;

  /** Holds what is kept; a new array each time would be garbage that has grown old. */
  private byte[] own = new byte[0];

  /** Another one, for when part of what is kept stays. */
  private byte[] spare = new byte[0];

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
    byte[] into = lent == packets.size() ? own : spare;
    int byteCount = packets.stream().mapToInt(Packet::byteCount).sum();
    if (into.length < byteCount) {
      into = new byte[byteCount + byteCount / 4];
    }
    int at = 0;
    for (int i = packets.size(); i > 0; i--) {
      Packet packet = packets.removeFirst();
      int count = packet.byteCount();
      packet.payload().duplicate().get(into, at, count);
      ByteBuffer payload = ByteBuffer.wrap(into, at, count).slice();
      packets.addLast(new Packet(payload, packet.samplePosition(), packet.sampleCount()));
      at += count;
    }
    spare = into == own ? spare : own;
    own = into;
    lent = 0;
  }

  private boolean isEnoughWithout(Packet oldest) {
    return packets.size() > Math.max(1, wanted.packets())
        && samples - oldest.sampleCount() >= wanted.samples()
        && bytes - oldest.byteCount() >= wanted.bytes();
  }

  /**
   * The packets, oldest first, lent: those added since the last {@link #settle} until that, the
   * others until the one after.
   */
  public List<Packet> packets() {
    return List.copyOf(packets);
  }
}
