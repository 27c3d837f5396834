package isr.webrtc.rtp;

import org.jspecify.annotations.Nullable;

/**
 * Holds packets until those before them have come, or are given up. It never holds more than {@link
 * #SIZE}: a packet further ahead pushes the oldest places out.
 */
final class ReorderBuffer {
  /**
   * As many as the replay window of SRTP (RFC 3711, section 3.3.2): what is older would be refused
   * if it came.
   */
  static final int SIZE = 64;

  /** What came of a packet. */
  enum Arrival {
    /** It has a place. */
    HELD,
    /** It is here already. */
    DUPLICATE,
    /** Its turn has passed. */
    LATE
  }

  private final Delivery delivery;
  private final @Nullable HeldPacket[] slots = new @Nullable HeldPacket[SIZE];
  private long next = -1;
  private long highest = -1;

  ReorderBuffer(Delivery delivery) {
    this.delivery = delivery;
  }

  /** The sequence number that is waited for. */
  long next() {
    return next;
  }

  /** The highest sequence number that has come; -1 before the first. */
  long highest() {
    return highest;
  }

  /** Whether something is held that waits for {@link #next}. */
  boolean isWaiting() {
    return highest >= next && next >= 0;
  }

  /** Whether a packet is here, or its turn has passed. */
  boolean isSettled(long sequence) {
    return sequence < next || slots[slot(sequence)] != null;
  }

  /** Gives it a place, and passes on what has its turn. */
  Arrival put(long sequence, HeldPacket packet) {
    if (next < 0) {
      next = sequence;
    }
    if (sequence < next) {
      return Arrival.LATE;
    }
    while (sequence - next >= SIZE) {
      pushOut(sequence);
    }
    if (slots[slot(sequence)] != null) {
      return Arrival.DUPLICATE;
    }
    slots[slot(sequence)] = packet;
    highest = Math.max(highest, sequence);
    passOn();
    return Arrival.HELD;
  }

  /** Waits for {@link #next} no longer. */
  void giveUp() {
    delivery.skip(1);
    next++;
    passOn();
  }

  /** Passes on all that is held, and forgets the order. */
  void flush() {
    while (isWaiting()) {
      giveUp();
    }
    next = -1;
    highest = -1;
  }

  private void pushOut(long sequence) {
    if (next > highest) {
      // Nothing is held: many at once.
      long kept = sequence - SIZE + 1;
      delivery.skip(kept - next);
      next = kept;
    } else {
      giveUp();
    }
  }

  private void passOn() {
    for (HeldPacket packet = slots[slot(next)]; packet != null; packet = slots[slot(next)]) {
      slots[slot(next)] = null;
      next++;
      delivery.packet(packet);
    }
  }

  private static int slot(long sequence) {
    return (int) (sequence % SIZE);
  }
}
