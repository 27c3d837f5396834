package isr.library;

import java.time.Instant;
import java.util.Optional;

/**
 * Which recordings are listed; what is empty does not matter.
 *
 * @param text that their path contains; case does not matter for letters of ASCII
 * @param source name of the source
 * @param format name of the format
 * @param from those that end after that instant
 * @param to those that begin before that instant
 * @param after where the page before ended
 * @param limit at most so many, the newest first
 */
public record RecordingQuery(
    Optional<String> text,
    Optional<String> source,
    Optional<String> format,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Cursor> after,
    int limit) {
  /** The most that a page has. */
  public static final int MAX_LIMIT = 500;

  /** The newest of all, up to a limit. */
  public static RecordingQuery newest(int limit) {
    return new RecordingQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  /** Checks the limit. */
  public RecordingQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: expected 1 to " + MAX_LIMIT + ", found " + limit);
    }
  }

  /** Whether nothing is left out but by place and limit. */
  public boolean isOfAll() {
    return text.isEmpty() && source.isEmpty() && format.isEmpty() && from.isEmpty() && to.isEmpty();
  }

  /** The same from another place on. */
  public RecordingQuery after(Cursor cursor) {
    return new RecordingQuery(text, source, format, from, to, Optional.of(cursor), limit);
  }

  /**
   * A place in the list.
   *
   * @param nanos since 1970 that the last recording is listed by
   * @param id of that recording
   */
  public record Cursor(long nanos, long id) {}
}
