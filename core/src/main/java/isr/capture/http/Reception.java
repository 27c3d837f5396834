package isr.capture.http;

import isr.audio.MonotonicClock;
import isr.capture.CaptureException;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * A connection that brings audio, or a playlist, taken in steps.
 *
 * <pre>
 *   receiving ── closed ──▶ draining ── quiet, or too long ──▶ ended
 *       └── end of the body, failure, stall ─────────────────────▲
 * </pre>
 */
final class Reception {
  /** On closing, what the kernel holds is there after so long at the latest. */
  private static final long ANSWER_NANOS = 150_000_000;

  /** On closing, no more is expected after so long without a byte. */
  private static final long QUIET_NANOS = 40_000_000;

  /** On closing, a server that never rests is left after so long. */
  private static final long CLOSE_NANOS = 500_000_000;

  /**
   * So many bytes without a packet are no stream, however fast they come: more than any headers and
   * than a fast stream in {@code stall}, and nothing that keeps a machine busy.
   */
  static final long MAX_SILENT_BYTES = 32 << 20;

  private final URI url;
  private final LiveBody source;
  private final BodyReader reader;
  private final Duration stall;
  private final MonotonicClock clock;
  private long heardNanos;
  private long arrivalNanos;
  private long silentBytes;
  private boolean draining;

  /** While draining, on {@code System.nanoTime}: since when, and until when at the least. */
  private long drainingSince;

  private long drainUntil;

  /**
   * A reception whose body has been started.
   *
   * @param url where it comes from
   * @param stall how long the server may be silent
   */
  Reception(URI url, LiveBody source, BodyReader reader, Duration stall, MonotonicClock clock) {
    this.url = url;
    this.source = source;
    this.reader = reader;
    this.stall = stall;
    this.clock = clock;
    this.heardNanos = clock.nanos();
    this.arrivalNanos = heardNanos;
  }

  /**
   * Tells what has come.
   *
   * @param closed whether to come to an end soon
   * @return nanoseconds until the next step is due; empty when this was the last
   */
  OptionalLong step(boolean closed) throws IOException {
    if (closed && !draining) {
      drain();
    }
    try {
      return advance(source.take());
    } catch (MalformedMediaException | UnsupportedMediaException | MediaLimitException e) {
      throw new CaptureException(url + ": " + e.getMessage(), true, e);
    }
  }

  private OptionalLong advance(Batch batch) throws IOException {
    if (!batch.isEmpty()) {
      take(batch);
    }
    if (batch.end().isPresent()) {
      reader.end(arrivalNanos);
      leave(batch.end().get());
      return OptionalLong.empty();
    }
    return draining ? drainingFor() : stalledIn();
  }

  private void drain() {
    draining = true;
    drainingSince = System.nanoTime();
    drainUntil = drainingSince + ANSWER_NANOS;
    source.finish();
  }

  private void take(Batch batch) throws IOException {
    arrivalNanos = batch.arrivalNanos();
    long before = reader.packets();
    long byteCount = batch.buffers().stream().mapToLong(ByteBuffer::remaining).sum();
    reader.accept(batch);
    if (reader.packets() > before) {
      heardNanos = clock.nanos();
      silentBytes = 0;
    } else {
      silentBytes += byteCount;
      requireSense();
    }
    if (draining) {
      long quiet = Math.max(drainUntil, System.nanoTime() + QUIET_NANOS);
      drainUntil = Math.min(quiet, drainingSince + CLOSE_NANOS);
    }
  }

  private void requireSense() throws CaptureException {
    if (silentBytes > MAX_SILENT_BYTES) {
      throw new CaptureException(
          url + " sent " + (MAX_SILENT_BYTES >> 20) + " MB without any audio in it", true);
    }
  }

  /** Whether any packet came. */
  boolean hasHeardAudio() {
    return reader.packets() > 0;
  }

  /** Whether what came is a playlist. */
  boolean isPlaylist() {
    return reader.isPlaylist();
  }

  /**
   * To be called after the end.
   *
   * @throws CaptureException when there was none
   */
  void requireAudio() throws CaptureException {
    if (!hasHeardAudio()) {
      throw new CaptureException(
          url + ": the server ended the stream before any audio came; is the station off the air?",
          true);
    }
  }

  private void leave(Batch.End end) throws CaptureException {
    if (end.failure().isPresent() && !draining) {
      throw Failures.broken(url, end.failure().get());
    }
  }

  private OptionalLong drainingFor() throws IOException {
    long left = drainUntil - System.nanoTime();
    if (left <= 0) {
      reader.end(arrivalNanos);
      return OptionalLong.empty();
    }
    return OptionalLong.of(left);
  }

  private OptionalLong stalledIn() throws IOException {
    long now = clock.nanos();
    long left = stall.toNanos() - (now - heardNanos);
    if (left > 0) {
      return OptionalLong.of(left);
    }
    boolean silent = now - arrivalNanos >= stall.toNanos() / 2;
    String found = endOfSilence();
    if (silent && reader.isPlaylist()) {
      return OptionalLong.empty();
    }
    throw new CaptureException(
        url
            + (silent ? " sent nothing for " : " sends data, but no audio for ")
            + Shown.seconds(stall)
            + found,
        true);
  }

  /** Tells what is left; what it turns out to be instead of audio. */
  private String endOfSilence() throws IOException {
    try {
      reader.end(arrivalNanos);
      return "";
    } catch (MalformedMediaException | UnsupportedMediaException | MediaLimitException e) {
      return "; " + e.getMessage();
    }
  }
}
