package isr.library;

/**
 * A recording in a list.
 *
 * @param segment what is known of it
 * @param cursor its place
 * @param gaps that lie in it, or that it ends at
 * @param modifiedNanos when the file was last written, for one that the ledger does not know, since
 *     1970; else 0
 */
public record ListedRecording(
    RecordedSegment segment, RecordingQuery.Cursor cursor, int gaps, long modifiedNanos) {}
