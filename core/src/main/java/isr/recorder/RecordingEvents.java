package isr.recorder;

import isr.media.MediaFormat;
import isr.media.Track;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Takes what happens to one source; called on its thread. Implementations return fast and do not
 * throw: what they can not keep they report themselves.
 */
public interface RecordingEvents {
  /**
   * A segment was begun.
   *
   * @param start wall-clock time of its first sample
   */
  void opened(Path path, MediaFormat format, Track track, ZonedDateTime start, Origin origin);

  /**
   * Where a segment's first sample comes from.
   *
   * @param session the same for all segments of one connection
   * @param samplePosition since the track began
   */
  record Origin(String session, long samplePosition) {}

  /**
   * A segment was ended.
   *
   * @param reason split, end of the stream, change of track, …
   */
  void closed(Path path, Instant end, long samples, long bytes, String reason);

  /**
   * Audio is missing.
   *
   * @param start when it would have been heard
   * @param length zero when nobody knows
   * @param bytes of the stream that were left out; 0 when that is not what happened
   * @param before the segment that ends at the gap or that it lies in, when there is one
   * @param after the segment that begins after it, where that is another one and known already
   */
  void gap(
      Instant start,
      Duration length,
      String cause,
      long bytes,
      Optional<Path> before,
      Optional<Path> after);

  /**
   * The source said what is being played.
   *
   * @param sample audible samples of the segment before it; 0 when there is no segment
   */
  void title(Instant at, String title, Optional<Path> path, long sample);

  /** The source paused and then delivered what it owed, or did not. */
  void late(Instant start, Duration length, boolean caughtUp);

  /** The system's clock was set. */
  void clockStepped(Instant at, Duration by);

  /** A place in a segment at which reading can begin. */
  void indexPoint(Path path, long sample, long offset);

  /** Anything else an archivist would want to know. */
  void note(Instant at, String text);

  /** Forces what has been kept to the disk; called on the sync thread. */
  void force();
}
