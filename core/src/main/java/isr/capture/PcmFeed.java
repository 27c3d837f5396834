package isr.capture;

import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a sink what a soundcard delivers, dates it, and finds out what the card has lost.
 *
 * <p>The card is read in pieces, each with the time at which its last sample was heard. A {@link
 * CardClock} smooths these. Samples are missing where the card says so ({@link #lost}), or where
 * the time of what is read is suddenly later than the samples add up to and stays so, though
 * nothing is waiting to be read: what was read meanwhile is held back for a moment, so that the gap
 * is told in its place. One thread.
 *
 * <pre>
 *   FLOWING ── lost(), or late by {@value #SUSPECT_MILLIS} ms ──▶ IN DOUBT (pieces are held)
 *      ▲            in time again: nothing was lost      │
 *      └──── late for {@value #DOUBT_MILLIS} ms: a gap as long as the earliest piece was late
 * </pre>
 */
public final class PcmFeed {
  /** What is this late is looked at more closely. */
  static final int SUSPECT_MILLIS = 60;

  /** A jump this long is a gap even where the card says nothing. */
  static final int JUMP_MILLIS = 80;

  /** For so long it is looked at, and at least three pieces. */
  static final int DOUBT_MILLIS = 250;

  private static final int DOUBT_PIECES = 3;

  /** Never more than so much is held. */
  private static final int MOST_HELD_MILLIS = 2000;

  private static final long REPORT_NANOS = 1_000_000_000L;

  private final CaptureSink sink;
  private final PcmTrack track;
  private final CardClock clock;
  private final List<Packet> held = new ArrayList<>();

  /** Samples read, and the lost ones. */
  private long position;

  /** Why samples are missing before what is held; empty when that is only suspected. */
  private String cause = "";

  private boolean inDoubt;
  private long heldSamples;
  private int pieces;
  private long firstPieceNanos;
  private long lastPieceNanos;
  private long earliestLate;
  private long losses;
  private long reportedNanos;

  /** Tells the sink of the track. */
  public PcmFeed(CaptureSink sink, PcmTrack track) throws IOException {
    this.sink = sink;
    this.track = track;
    this.clock = new CardClock(track.sampleRateHz());
    sink.track(track);
  }

  /**
   * Samples that were read, without an end in between.
   *
   * @param pcm position to limit, of whole samples of all channels; the caller's again on return
   * @param endNanos when the last of them was heard, on the clock of {@link CaptureContext#clock}
   * @param drained whether less than a period is left to be read: otherwise the time says little
   */
  public void read(ByteBuffer pcm, long endNanos, boolean drained) throws IOException {
    int samples = pcm.remaining() / track.blockAlign();
    if (samples == 0) {
      return;
    }
    Packet packet = new Packet(pcm, position, samples);
    position += samples;
    if (!clock.isSet()) {
      clock.observe(position, endNanos);
    }
    long late = endNanos - clock.heardAt(position);
    if (!inDoubt && drained && late >= millis(SUSPECT_MILLIS)) {
      doubt();
    }
    if (inDoubt) {
      hold(packet);
      weigh(late, endNanos, drained);
    } else {
      flow(packet, late, endNanos, drained);
    }
    report(endNanos);
  }

  /**
   * The card says that samples were lost after what was read last; how many follows from the time
   * of what is read next.
   *
   * @param why a few words, for the ledger
   */
  public void lost(String why) throws IOException {
    if (!clock.isSet()) {
      return; // before the first sample there is nothing that they could be missing from
    }
    if (inDoubt) {
      decide();
    }
    doubt();
    cause = why;
  }

  /** Nothing more will be read: tells what is still held. */
  public void finish() throws IOException {
    if (inDoubt) {
      decide();
    }
  }

  /** Losses and drift. */
  public CardReport report() {
    return new CardReport(losses, clock.driftPpm());
  }

  private void flow(Packet packet, long late, long endNanos, boolean drained) throws IOException {
    if (drained) {
      if (late < -millis(JUMP_MILLIS)) {
        clock.restart(); // the card ran ahead of its clock: nothing is missing
      }
      clock.observe(position, endNanos);
    }
    sink.packet(packet);
    sink.batch(clock.heardAt(position));
  }

  private void doubt() {
    inDoubt = true;
    cause = "";
    pieces = 0;
    heldSamples = 0;
    earliestLate = Long.MAX_VALUE;
  }

  private void hold(Packet packet) {
    held.add(packet.copy());
    heldSamples += packet.sampleCount();
  }

  private void weigh(long late, long endNanos, boolean drained) throws IOException {
    if (drained) {
      if (pieces++ == 0) {
        firstPieceNanos = endNanos;
      }
      lastPieceNanos = endNanos;
      earliestLate = Math.min(earliestLate, late);
    }
    boolean inTime = cause.isEmpty() && earliestLate < millis(SUSPECT_MILLIS);
    boolean enough = pieces >= DOUBT_PIECES && endNanos - firstPieceNanos >= millis(DOUBT_MILLIS);
    boolean tooMuch = heldSamples >= (long) MOST_HELD_MILLIS * track.sampleRateHz() / 1000;
    if (inTime || enough || tooMuch) {
      decide();
    }
  }

  /** What is held follows a gap, or does not. */
  private void decide() throws IOException {
    boolean known = !cause.isEmpty();
    boolean isJump = pieces > 0 && earliestLate >= millis(JUMP_MILLIS);
    long missing = pieces > 0 && (known || isJump) ? clock.samplesIn(earliestLate) : 0;
    if (missing > 0) {
      tell(missing, known ? cause : "the card left samples out without a word");
    } else if (known) {
      losses++;
    } else if (earliestLate >= millis(SUSPECT_MILLIS)) {
      clock.restart(); // too short for a gap: the clock goes on from where it is
    }
    inDoubt = false;
    release(Math.max(0, missing));
  }

  private void tell(long missing, String why) throws IOException {
    losses++;
    position += missing;
    clock.rebase();
    sink.skipped(new Skip(0, 0, Skip.Kind.DAMAGE, missing, why));
  }

  private void release(long missing) throws IOException {
    for (Packet packet : held) {
      sink.packet(
          new Packet(packet.payload(), packet.samplePosition() + missing, packet.sampleCount()));
    }
    held.clear();
    if (!clock.isSet()) {
      clock.observe(position, lastPieceNanos);
    }
    sink.batch(clock.heardAt(position));
  }

  private void report(long nanos) {
    if (nanos - reportedNanos >= REPORT_NANOS) {
      reportedNanos = nanos;
      sink.card(report());
    }
  }

  private static long millis(int millis) {
    return millis * 1_000_000L;
  }
}
