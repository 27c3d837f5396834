package isr.library;

/**
 * What of a library's own books could not be kept.
 *
 * @param pendingLines lines of the ledger that wait for a disk that takes them
 * @param droppedLines lines of the ledger that were lost, because too many waited
 * @param droppedPoints index points that were not kept; reading finds its place more slowly there
 * @param catalogueFailing whether the catalogue is behind because it can not be written
 */
public record LibraryHealth(
    int pendingLines, long droppedLines, long droppedPoints, boolean catalogueFailing) {
  /** Whether everything is written down. */
  public boolean good() {
    return pendingLines == 0 && droppedLines == 0 && droppedPoints == 0 && !catalogueFailing;
  }
}
