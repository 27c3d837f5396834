package isr.splitting;

import isr.media.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Finds the packets that a server sends again when it is connected to anew.
 *
 * <p>Icecast begins a connection with a burst of what it sent before. Where the burst's first
 * packets are, one by one, the newest that had been recorded, up to the very last of those, the
 * burst repeats them. That proves nothing when the run is short or holds the same few packets over
 * and over (silence), or when the time that passed does not agree (a station that plays a loop).
 */
public final class RepeatDetector {
  /** So many packets are remembered: 26 s of MP3, 20 s of Opus. */
  static final int REMEMBERED = 1024;

  /** A run must have so many packets … */
  static final int MIN_RUN = 8;

  /** … and so many different ones. */
  static final int MIN_DISTINCT = 6;

  private final int[] ring = new int[REMEMBERED];
  private final CRC32C crc = new CRC32C();
  private long remembered;
  private int[] before = new int[0];
  private List<Integer> candidates = List.of();
  private final List<Integer> complete = new ArrayList<>();
  private final Set<Integer> distinct = new HashSet<>();
  private int offered;

  /** Remembers a packet that is being recorded. */
  public void recorded(Packet packet) {
    ring[(int) (remembered++ % REMEMBERED)] = fingerprint(packet);
  }

  /** Forgets all packets: what follows has nothing to do with them. */
  public void forget() {
    remembered = 0;
  }

  /** Begins a comparison; false when there is too little to compare with. */
  public boolean begin() {
    int n = (int) Math.min(remembered, REMEMBERED);
    before = new int[n];
    for (int i = 0; i < n; i++) {
      before[i] = ring[(int) ((remembered - n + i) % REMEMBERED)];
    }
    complete.clear();
    distinct.clear();
    offered = 0;
    candidates = new ArrayList<>();
    for (int i = 0; i <= n - MIN_RUN; i++) {
      candidates.add(i);
    }
    return n >= MIN_RUN;
  }

  /** Compares the next packet of the new connection. */
  public void offer(Packet packet) {
    int fingerprint = fingerprint(packet);
    int index = offered++;
    List<Integer> left = new ArrayList<>();
    for (int start : candidates) {
      if (before[start + index] == fingerprint) {
        left.add(start);
      }
    }
    if (!left.isEmpty()) {
      distinct.add(fingerprint);
    }
    candidates = left;
    if (left.contains(before.length - offered)) {
      left.remove(Integer.valueOf(before.length - offered));
      if (offered >= MIN_RUN && isDistinctive()) {
        complete.add(offered);
      }
    }
  }

  /**
   * Whether more packets could still complete a repeat, or make one that is complete agree with the
   * time: a server sends the packets of the time that passed at once, but not all in one piece.
   *
   * @param durations as for {@link #repeated}
   * @param passedNanos as for {@link #repeated}
   */
  public boolean undecided(long[] durations, long passedNanos) {
    return !candidates.isEmpty()
        || complete.stream().anyMatch(run -> fresh(durations, run) < passedNanos);
  }

  /** Whether what matched so far is no silence. */
  public boolean isDistinctive() {
    return distinct.size() >= MIN_DISTINCT;
  }

  /**
   * How many of the packets offered so far are repeats.
   *
   * @param durations of the packets offered so far, in nanoseconds, in their order
   * @param passedNanos from when the last recorded packet was heard until the last offered one
   * @param toleranceNanos how far the new audio may be off the time that passed
   * @return empty when no run agrees with the time, or more than one does
   */
  public OptionalInt repeated(long[] durations, long passedNanos, long toleranceNanos) {
    OptionalInt found = OptionalInt.empty();
    for (int run : complete) {
      if (Math.abs(fresh(durations, run) - passedNanos) <= toleranceNanos) {
        if (found.isPresent()) {
          return OptionalInt.empty();
        }
        found = OptionalInt.of(run);
      }
    }
    return found;
  }

  /** How long the packets behind a run last. */
  private static long fresh(long[] durations, int run) {
    return Arrays.stream(durations, run, durations.length).sum();
  }

  private int fingerprint(Packet packet) {
    ByteBuffer bytes = packet.payload();
    crc.reset();
    if (bytes.hasArray()) {
      crc.update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } else {
      crc.update(bytes.duplicate());
    }
    return (int) crc.getValue() ^ packet.byteCount() << 20;
  }
}
