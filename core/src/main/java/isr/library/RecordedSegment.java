package isr.library;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file as the catalogue knows it.
 *
 * @param path relative to the output directory
 * @param state how it ended
 * @param missing whether the file was gone when the disk was last looked at
 * @param source empty for a file that the ledger does not know
 * @param format name of its format
 * @param track what is in it
 * @param start of its first audible sample
 * @param samples audible ones; empty while it is written
 * @param bytes its length; empty while it is written
 * @param endReason why it ended
 * @param route whose channels it holds, where a card was recorded to several files at a time
 */
public record RecordedSegment(
    String path,
    State state,
    boolean missing,
    Optional<String> source,
    Optional<String> format,
    Optional<TrackSummary> track,
    Optional<OffsetDateTime> start,
    OptionalLong samples,
    OptionalLong bytes,
    Optional<String> endReason,
    Optional<String> route) {
  /** How a segment ended. */
  public enum State {
    /** Not yet, or its recorder was killed. */
    OPEN,
    /** In good order. */
    CLOSED,
    /** Its recorder was killed; it was mended later. */
    REPAIRED,
    /** The ledger does not know it: it was put there by someone else. */
    FOUND
  }
}
