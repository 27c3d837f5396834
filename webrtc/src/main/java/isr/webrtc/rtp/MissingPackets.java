package isr.webrtc.rtp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The packets that others have overtaken, and when to ask for them (RFC 4585, section 6.2.1): at
 * first after a while in which a packet that was only overtaken arrives by itself, then again and
 * again until it is given up.
 */
final class MissingPackets {
  /** Longer than neighbours swap places, shorter than a packet. */
  static final long FIRST_ASK_NANOS = 15_000_000;

  static final long ASK_AGAIN_NANOS = 60_000_000;

  /** How long audio waits for what is asked for. */
  static final long GIVE_UP_NANOS = 800_000_000;

  /** A machine that stood still has not asked often enough. */
  static final int MIN_ASKS = 3;

  /** How long it waits where nothing can be asked for, but packets may be overtaken. */
  static final long GIVE_UP_UNASKED_NANOS = 200_000_000;

  private static final class Missing {
    final long sequence;
    final long noticedNanos;
    long askNanos;
    int asks;

    Missing(long sequence, long noticedNanos) {
      this.sequence = sequence;
      this.noticedNanos = noticedNanos;
      this.askNanos = noticedNanos + FIRST_ASK_NANOS;
    }
  }

  /** In their order; at most as many as the reorder buffer has places. */
  private final ArrayDeque<Missing> missing = new ArrayDeque<>();

  private final boolean asks;

  /** Where the sender sends again, or does not. */
  MissingPackets(boolean asks) {
    this.asks = asks;
  }

  /** Those from {@code first} until before {@code end} have been overtaken. */
  void add(long first, long end, long nowNanos) {
    for (long sequence = Math.max(first, end - ReorderBuffer.SIZE); sequence < end; sequence++) {
      missing.add(new Missing(sequence, nowNanos));
    }
    while (missing.size() > ReorderBuffer.SIZE) {
      missing.remove();
    }
  }

  /** It has come; whether it had been asked for. */
  boolean arrived(long sequence) {
    for (Iterator<Missing> all = missing.iterator(); all.hasNext(); ) {
      Missing one = all.next();
      if (one.sequence == sequence) {
        all.remove();
        return one.asks > 0;
      }
    }
    return false;
  }

  /** Forgets those before this one. */
  void forgetBefore(long sequence) {
    while (!missing.isEmpty() && missing.element().sequence < sequence) {
      missing.remove();
    }
  }

  void clear() {
    missing.clear();
  }

  /** Whether the oldest one has been waited for long enough. */
  boolean isOldestOverdue(long nowNanos) {
    if (missing.isEmpty()) {
      return false;
    }
    Missing oldest = missing.element();
    long waited = nowNanos - oldest.noticedNanos;
    return asks
        ? waited >= GIVE_UP_NANOS && oldest.asks >= MIN_ASKS
        : waited >= GIVE_UP_UNASKED_NANOS;
  }

  /** Those to be asked for now; they are taken as asked for. */
  List<Long> takeDue(long nowNanos) {
    List<Long> due = new ArrayList<>();
    if (!asks) {
      return due;
    }
    for (Missing one : missing) {
      if (nowNanos - one.askNanos >= 0) {
        one.askNanos = nowNanos + ASK_AGAIN_NANOS;
        one.asks++;
        due.add(one.sequence);
      }
    }
    return due;
  }
}
