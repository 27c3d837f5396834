package isr.recorder;

import isr.media.Track;
import isr.recorder.SourceStatus.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The fields of a {@link SourceStatus}, written by the source's thread and read by any. */
final class StatusBoard {
  private final String name;
  private final String description;
  private volatile State state = State.CONNECTING;
  private volatile Instant since;
  private volatile @Nullable Path file;
  private volatile @Nullable Instant fileStart;
  private volatile long fileBytes;
  private volatile long closedBytes;
  private volatile @Nullable String codec;
  private final AtomicLong gaps = new AtomicLong();
  private volatile @Nullable String title;
  private volatile @Nullable String message;
  private volatile @Nullable Instant retryAt;

  StatusBoard(String name, String description, Instant now) {
    this.name = name;
    this.description = description;
    this.since = now;
  }

  SourceStatus read() {
    return new SourceStatus(
        name,
        description,
        state,
        since,
        Optional.ofNullable(file),
        Optional.ofNullable(fileStart),
        fileBytes,
        closedBytes + fileBytes,
        Optional.ofNullable(codec),
        gaps.get(),
        Optional.ofNullable(title),
        Optional.ofNullable(message),
        Optional.ofNullable(retryAt));
  }

  void state(State newState, Instant now, @Nullable String why, @Nullable Instant retry) {
    if (state != newState) {
      since = now;
    }
    message = why;
    retryAt = retry;
    state = newState;
  }

  /** Audio is arriving and written. */
  void recording(Instant now) {
    if (state != State.RECORDING) {
      state(State.RECORDING, now, null, null);
    }
  }

  void fileOpened(Path path, Instant start) {
    file = path;
    fileStart = start;
    fileBytes = 0;
  }

  void fileGrew(long bytes) {
    fileBytes = bytes;
  }

  /** Only the source's thread writes, so that adding up is not a race. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void fileClosed(long bytes) {
    file = null;
    fileStart = null;
    closedBytes += bytes;
    fileBytes = 0;
  }

  void track(Track track) {
    codec = track.codec() + " " + track.sampleRateHz() + " Hz " + track.channels() + " ch";
  }

  /** Any thread. */
  void gap() {
    gaps.incrementAndGet();
  }

  void title(String text) {
    title = text;
  }
}
