package isr.library;

import java.io.IOException;

/** Mends a file that was never closed. */
@FunctionalInterface
public interface SegmentRepairer {
  /**
   * Mends the segment in place; its source's lock is held meanwhile.
   *
   * @return what the ledger shall say of it
   * @throws IOException when it can not be mended; it stays unclosed then
   */
  LedgerEvent.SegmentRepaired repair(UnclosedSegment segment) throws IOException;
}
