package isr.library;

import java.util.Optional;

/**
 * A segment and its place in the stream that it was recorded from.
 *
 * @param segment what is known of it
 * @param session the connection to the source; empty for a file that the ledger does not know
 * @param position of its first audible sample since the stream's track began
 */
public record PlacedSegment(RecordedSegment segment, Optional<String> session, long position) {
  /** Whether the other one begins with the very next sample. */
  public boolean goesOnIn(PlacedSegment next) {
    return session.isPresent()
        && session.equals(next.session)
        && segment.samples().isPresent()
        && segment.track().equals(next.segment.track())
        && segment.route().equals(next.segment.route())
        && position + segment.samples().getAsLong() == next.position;
  }
}
