package isr.recorder;

import isr.media.MediaFormat;
import isr.media.Track;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalDouble;

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
   * @param route of a card that is recorded to more than one file at a time
   */
  record Origin(String session, long samplePosition, Optional<String> route) {
    /** Of a source that is recorded to one file at a time. */
    public Origin(String session, long samplePosition) {
      this(session, samplePosition, Optional.empty());
    }

    Origin on(Optional<String> ofRoute) {
      return new Origin(session, samplePosition, ofRoute);
    }
  }

  /**
   * A segment was ended.
   *
   * @param reason split, end of the stream, change of track, …
   * @param driftPpm by how many parts in a million a card's clock is faster than the system's;
   *     empty when it is not known, or the source is no card
   */
  void closed(
      Path path, Instant end, long samples, long bytes, String reason, OptionalDouble driftPpm);

  /** Audio is missing. */
  void gap(Gap gap);

  /**
   * Where audio is missing.
   *
   * @param start when it would have been heard
   * @param length zero when nobody knows
   * @param cause in a few words
   * @param bytes of the stream that were left out; 0 when that is not what happened
   * @param before the segment that ends at the gap or that it lies in, when there is one
   * @param after the segment that begins after it, where that is another one and known already
   * @param filled whether silence of the same length stands in its place
   * @param route of a card that is recorded to more than one file at a time
   */
  record Gap(
      Instant start,
      Duration length,
      String cause,
      long bytes,
      Optional<Path> before,
      Optional<Path> after,
      boolean filled,
      Optional<String> route) {
    /** Nothing stands in its place; all of the source is missing. */
    public Gap(
        Instant start,
        Duration length,
        String cause,
        long bytes,
        Optional<Path> before,
        Optional<Path> after) {
      this(start, length, cause, bytes, before, after, false, Optional.empty());
    }
  }

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
