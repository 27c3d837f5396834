package isr.capture.javasound;

import isr.audio.MonotonicClock;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.PcmFeed;
import isr.media.PcmTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line ten times a second, and never more than is there, so that no read waits.
 *
 * <p>A full buffer is an overrun, which the next read ends. A line that gives nothing is frozen,
 * suspended or unplugged; which of these, only a read would tell, and that may wait for ever: it is
 * left to a {@link LineProbe}. One thread.
 */
final class LineReader {
  /** How often the line is looked at. */
  static final long PERIOD_NANOS = 100_000_000L;

  /** A line that gives nothing for so long is probed. */
  static final long PROBE_NANOS = 1_000_000_000L;

  /** When this process itself stood still, the line is not to blame. */
  private static final long MOST_SILENCE_A_LOOK = 3 * PERIOD_NANOS;

  private static final int PIECES_A_SECOND = 5;

  private final TargetDataLine line;
  private final PcmFeed feed;
  private final PcmTrack track;
  private final CaptureContext context;
  private final Pause pause;
  private final Executor probes;
  private final MonotonicClock clock;
  private final byte[] piece;
  private @Nullable LineProbe probe;
  private long lookedNanos;
  private long silentNanos;

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    /** Waits for so long, or until the capture is to end; whether it is. */
    boolean endsWithin(long nanos) throws InterruptedException;
  }

  /**
   * Reads a line that has been started.
   *
   * @param probes runs probes, each on a thread of its own
   */
  LineReader(
      TargetDataLine line,
      PcmFeed feed,
      PcmTrack track,
      CaptureContext context,
      Pause pause,
      Executor probes) {
    this.probes = probes;
    this.line = line;
    this.feed = feed;
    this.track = track;
    this.context = context;
    this.pause = pause;
    this.clock = context.clock();
    this.piece = new byte[Math.max(1, track.sampleRateHz() / PIECES_A_SECOND) * track.blockAlign()];
  }

  /**
   * Tells what the line gives until it is to end.
   *
   * @throws CaptureException when the line gives nothing any more
   */
  void run() throws IOException, InterruptedException {
    lookedNanos = clock.nanos();
    try {
      while (!pause.endsWithin(PERIOD_NANOS)) {
        step();
      }
      if (probe == null) {
        readAll();
      }
    } catch (CaptureException | InterruptedException e) {
      feed.finish();
      throw e;
    }
    feed.finish();
  }

  private void step() throws IOException {
    boolean heard = probe == null ? readAll() : readProbe(probe);
    long now = clock.nanos();
    silentNanos = heard ? 0 : silentNanos + Math.min(now - lookedNanos, MOST_SILENCE_A_LOOK);
    lookedNanos = now;
    if (silentNanos >= context.stall().toNanos()) {
      throw new CaptureException(
          "the device gave no samples for " + context.stall().toSeconds() + " s", true);
    } else if (probe == null && silentNanos >= PROBE_NANOS) {
      probe = LineProbe.start(line, track.blockAlign(), probes);
    }
  }

  /** Reads what is there; whether there was something. */
  private boolean readAll() throws IOException {
    int waiting = line.available();
    long now = clock.nanos();
    if (waiting >= line.getBufferSize()) {
      feed.lost("overrun: the samples were not read in time");
      probe = LineProbe.start(line, track.blockAlign(), probes);
      return true;
    }
    waiting -= waiting % track.blockAlign();
    boolean heard = waiting > 0;
    while (waiting > 0) {
      int count = line.read(piece, 0, Math.min(waiting, piece.length));
      if (count <= 0) {
        throw gone();
      }
      waiting -= count;
      tell(piece, count, waiting, now);
    }
    return heard;
  }

  /** Takes what the probe has read, if it has; whether there was something. */
  private boolean readProbe(LineProbe reading) throws IOException {
    if (!reading.isDone()) {
      return false;
    }
    probe = null;
    if (reading.byteCount() <= 0) {
      throw gone();
    }
    int waiting = line.available();
    tell(reading.bytes(), reading.byteCount(), waiting, clock.nanos());
    return true;
  }

  private void tell(byte[] pcm, int count, int waiting, long now) throws IOException {
    long behind = (long) waiting / track.blockAlign() * 1_000_000_000L / track.sampleRateHz();
    feed.read(ByteBuffer.wrap(pcm, 0, count), now - behind, waiting < piece.length);
  }

  private static CaptureException gone() {
    return new CaptureException("the device gives no more samples: unplugged, or failed", true);
  }
}
