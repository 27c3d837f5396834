package isr.library;

/**
 * A recording that the ledger does not know, as the disk scan saw it.
 *
 * @param id of its row
 * @param path relative to the output directory
 * @param format {@code MediaFormat.name()}
 * @param bytes its length
 * @param modifiedNanos when it was last written, since 1970
 */
record FoundFile(long id, String path, String format, long bytes, long modifiedNanos) {}
