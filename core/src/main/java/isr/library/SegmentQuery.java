package isr.library;

import java.time.Instant;
import java.util.Optional;

/**
 * Which segments are asked for; what is empty does not matter.
 *
 * @param source name of the source
 * @param from segments that end after that instant
 * @param to segments that begin before that instant
 * @param state how they ended
 * @param limit at most so many, the oldest first; those without a start come before all others
 */
public record SegmentQuery(
    Optional<String> source,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<RecordedSegment.State> state,
    int limit) {
  /** As many as a query returns unless told otherwise. */
  public static final int DEFAULT_LIMIT = 1000;

  /** Everything, up to the default limit. */
  public static final SegmentQuery ALL =
      new SegmentQuery(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), DEFAULT_LIMIT);

  /** Checks the limit. */
  public SegmentQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: expected 1 or more, found " + limit);
    }
  }

  /** The same, of one source. */
  public SegmentQuery of(String name) {
    return new SegmentQuery(Optional.of(name), from, to, state, limit);
  }

  /** The same, of segments that have something between the two. */
  public SegmentQuery between(Instant start, Instant end) {
    return new SegmentQuery(source, Optional.of(start), Optional.of(end), state, limit);
  }

  /** The same, of segments that ended so. */
  public SegmentQuery ended(RecordedSegment.State how) {
    return new SegmentQuery(source, from, to, Optional.of(how), limit);
  }

  /** The same, of at most so many segments. */
  public SegmentQuery atMost(int count) {
    return new SegmentQuery(source, from, to, state, count);
  }
}
