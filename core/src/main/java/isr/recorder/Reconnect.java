package isr.recorder;

import isr.media.Packet;
import isr.recorder.Arrival.Audio;
import isr.recorder.Arrival.NewTrack;
import isr.recorder.Arrival.Title;
import isr.splitting.RepeatDetector;
import isr.splitting.TimeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Holds back what arrives first on a new connection, until it is known how much of it is a repeat.
 *
 * <p>A server sends its burst at once, or in pieces within a second or two. What is not decided
 * {@value #PATIENCE_NANOS} ns after the first batch is no repeat but audio that can not be told
 * from it (silence), and is recorded; where distinctive audio has been repeated so far, {@value
 * #LONG_PATIENCE_NANOS} ns after it.
 */
final class Reconnect {
  /** How far the new audio may be off the time that passed. */
  private static final long TOLERANCE_NANOS = 3_000_000_000L;

  private static final long PATIENCE_NANOS = 400_000_000L;

  /** Two beats after the first batch, and what the next one brings. */
  private static final long LONG_PATIENCE_NANOS = 2_000_000_000L;

  private final RepeatDetector detector = new RepeatDetector();
  private final List<Arrival> held = new ArrayList<>();
  private boolean holding;
  private boolean continues;
  private long passedNanos;
  private long firstNanos;

  /**
   * What to do with what was held.
   *
   * @param arrivals what is left to be recorded
   * @param repeated how many packets were dropped because they had been recorded before
   * @param continues whether the first track that is left is that of the last packet dropped, so
   *     that its packets follow without a gap
   */
  record Decision(List<Arrival> arrivals, int repeated, boolean continues) {}

  /** A connection begins. */
  void begin() {
    held.clear();
    continues = false;
    firstNanos = Long.MAX_VALUE;
    holding = detector.begin();
  }

  /** Whether batches are to be given to {@link #hold}. */
  boolean isHolding() {
    return holding;
  }

  /** Remembers a packet that was recorded. */
  void recorded(Packet packet) {
    detector.recorded(packet);
  }

  /** What was recorded so far has nothing to do with what comes. */
  void forget() {
    detector.forget();
  }

  /**
   * Takes a batch.
   *
   * @param heardNanos when the last packet of the earlier connection ended
   */
  void hold(List<Arrival> batch, long heardNanos, TimeMap times) {
    for (Arrival arrival : batch) {
      if (arrival instanceof Audio audio) {
        detector.offer(audio.packet());
        held.add(new Audio(audio.packet().copy(), audio.streamNanos(), audio.durationNanos()));
        passedNanos = times.heardAt(audio.streamNanos() + audio.durationNanos()) - heardNanos;
      } else {
        held.add(arrival);
      }
    }
  }

  /**
   * Decides, where that is possible already.
   *
   * @param arrivalNanos when the last batch that was held had arrived
   */
  Optional<Decision> decide(long arrivalNanos) {
    firstNanos = Math.min(firstNanos, arrivalNanos);
    long[] durations = durations();
    OptionalInt repeated = detector.repeated(durations, passedNanos, TOLERANCE_NANOS);
    if (repeated.isPresent()) {
      return Optional.of(decision(repeated.getAsInt()));
    }
    long patience = detector.isDistinctive() ? LONG_PATIENCE_NANOS : PATIENCE_NANOS;
    boolean wait =
        detector.undecided(durations, passedNanos) && arrivalNanos - firstNanos < patience;
    return wait ? Optional.empty() : Optional.of(decision(0));
  }

  /** The connection ended before it was decided: everything is kept. */
  Decision giveUp() {
    return decision(0);
  }

  /** The next track follows the last one without a gap. */
  void continues() {
    continues = true;
  }

  /** Whether the next track follows the last one without a gap; once. */
  boolean takeContinues() {
    boolean result = continues;
    continues = false;
    return result;
  }

  private long[] durations() {
    return held.stream()
        .filter(Audio.class::isInstance)
        .mapToLong(arrival -> ((Audio) arrival).durationNanos())
        .toArray();
  }

  /**
   * Drops the first so many packets, and the tracks, with the titles told of them, of which nothing
   * is left but another track follows.
   */
  private Decision decision(int repeated) {
    List<Arrival> rest = new ArrayList<>();
    int packets = 0;
    boolean continues = false;
    for (Arrival arrival : held) {
      if (arrival instanceof Audio && packets++ < repeated) {
        continues = true;
      } else {
        if (arrival instanceof NewTrack && packets <= repeated) {
          dropLastTrack(rest);
          continues = false;
        }
        rest.add(arrival);
      }
    }
    held.clear();
    holding = false;
    return new Decision(rest, repeated, continues);
  }

  /** Drops a track that has no packets, and what was told after it but bytes that are missing. */
  private static void dropLastTrack(List<Arrival> rest) {
    for (int i = 0; i < rest.size(); i++) {
      if (rest.get(i) instanceof NewTrack) {
        List<Arrival> its = rest.subList(i, rest.size());
        its.removeIf(arrival -> arrival instanceof NewTrack || arrival instanceof Title);
        return;
      }
    }
  }
}
