package isr.format.timed;

import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Places packets by their durations, from 0 on; timestamps only tell what is missing between two:
 *
 * <ul>
 *   <li>the first timestamp may be any: we have joined there;
 *   <li>one that is off by at most half of its packet, within {@link #MIN_TOLERANCE_MILLIS} and
 *       {@link #MAX_TOLERANCE_MILLIS}, or by the clock of an encoder that drifts: nothing is lost;
 *   <li>one that is ahead by more, or by anything where bytes were damaged: so much is lost, a
 *       {@link Skip} tells it, and the position goes ahead, too;
 *   <li>one that is behind, or ahead by more than {@link #MAX_LOST_SECONDS}: the stream counts
 *       anew, and nothing is known to be lost.
 * </ul>
 */
public final class Timeline {
  /** Timestamps are rounded to milliseconds. */
  static final int MIN_TOLERANCE_MILLIS = 2;

  /** Timestamps may be those at which sound was captured, which jitter. */
  static final int MAX_TOLERANCE_MILLIS = 15;

  /** A jump by more is a stream that counts anew, not a loss. */
  static final int MAX_LOST_SECONDS = 3600;

  /** What is off within the tolerance is made up for by this part of it with each packet. */
  private static final int DRIFT_PART = 16;

  /** Timestamps beyond are taken for this: so far nothing overflows. */
  private static final long MAX_TIMESTAMP = 1L << 53;

  /** Damage is told in parts of about this size. */
  private static final int MAX_TOLD_BYTES = 1 << 20;

  private final FramerSink sink;
  private @Nullable TimedCodec codec;
  private long position;

  /** The timestamp that the next packet should have, in samples. */
  private long next;

  private boolean anchored;
  private @Nullable Skip trouble;

  /**
   * A timeline without a track.
   *
   * @param sink takes track, packets and skips
   */
  public Timeline(FramerSink sink) {
    this.sink = sink;
  }

  /** The packets that follow are of this codec; positions and timestamps begin anew. */
  public void begin(TimedCodec next) throws IOException {
    tellTrouble(0);
    codec = next;
    position = 0;
    anchored = false;
    sink.track(next.track());
  }

  /**
   * Gives the next unit.
   *
   * @param unit as the container holds it
   * @param timestamp of its first sample, in samples
   * @param trimmed samples at its end that are not to be heard
   * @param streamEnd stream offset just after it
   */
  public void unit(ByteBuffer unit, long timestamp, int trimmed, long streamEnd)
      throws IOException {
    TimedCodec known = known();
    int samples = known.samples(unit);
    if (samples < 0) {
      long offset = streamEnd - unit.remaining();
      damage(offset, unit.remaining(), "a packet of no legal duration");
      return;
    }
    long bounded = Math.max(-MAX_TIMESTAMP, Math.min(MAX_TIMESTAMP, timestamp));
    place(known, samples, bounded, streamEnd - unit.remaining());
    int heard = samples - Math.min(samples, trimmed);
    sink.packet(new Packet(known.packet(unit), position, heard), streamEnd);
    position += heard;
    next += samples;
  }

  /** Gives a unit that has no timestamp, but follows the one before. */
  public void following(ByteBuffer unit, int trimmed, long streamEnd) throws IOException {
    unit(unit, next, trimmed, streamEnd);
  }

  /** Bytes that were damaged, or are cut short; told with what is lost by them. */
  public void damage(long offset, long byteCount, String cause) throws IOException {
    add(new Skip(offset, byteCount, Skip.Kind.DAMAGE, 0, cause));
  }

  /** The stream has ended: tells what there is to be told. */
  public void end() throws IOException {
    tellTrouble(0);
  }

  private void add(Skip skip) throws IOException {
    Skip before = trouble;
    trouble =
        before == null
            ? skip
            : new Skip(
                before.offset(),
                before.byteCount() + skip.byteCount(),
                before.kind() == Skip.Kind.DAMAGE ? before.kind() : skip.kind(),
                0,
                before.cause());
    if (trouble.byteCount() >= MAX_TOLD_BYTES) {
      tellTrouble(0);
    }
  }

  private void place(TimedCodec known, int samples, long timestamp, long offset)
      throws IOException {
    int rateHz = known.track().sampleRateHz();
    long ahead = anchored ? timestamp - next : 0;
    boolean close = Math.abs(ahead) <= tolerance(samples, rateHz);
    if (!anchored || ahead < 0 || ahead > (long) MAX_LOST_SECONDS * rateHz) {
      if (!close) {
        String cause = "timestamp: expected " + next + ", found " + timestamp + " samples";
        add(new Skip(offset, 0, Skip.Kind.FOREIGN, 0, cause));
      }
      next = anchored && close ? next + ahead / DRIFT_PART : timestamp;
      anchored = true;
      tellTrouble(0);
    } else if (close && trouble == null) {
      next += ahead / DRIFT_PART;
    } else {
      long lost = Math.round(ahead / (double) known.gapUnit()) * known.gapUnit();
      if (trouble == null && lost > 0) {
        add(new Skip(offset, 0, Skip.Kind.DAMAGE, 0, "timestamp is ahead by " + lost + " samples"));
      }
      next = timestamp;
      tellTrouble(lost);
    }
  }

  private static long tolerance(int samples, int rateHz) {
    long least = (long) MIN_TOLERANCE_MILLIS * rateHz / 1000;
    long most = (long) MAX_TOLERANCE_MILLIS * rateHz / 1000;
    return Math.max(least, Math.min(most, samples / 2));
  }

  private void tellTrouble(long lost) throws IOException {
    Skip told = trouble;
    trouble = null;
    if (told != null) {
      sink.skipped(new Skip(told.offset(), told.byteCount(), told.kind(), lost, told.cause()));
      position += lost;
    }
  }

  private TimedCodec known() {
    if (codec == null) {
      throw new IllegalStateException("no track yet");
    }
    return codec;
  }
}
