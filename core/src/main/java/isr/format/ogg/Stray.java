package isr.format.ogg;

/**
 * A run of bytes that is in no whole page.
 *
 * @param offset byte offset in the stream
 * @param byteCount how many
 * @param pageHarmed whether a page began among them, which was damaged or cut short
 * @param cause what was expected and what was found
 */
record Stray(long offset, long byteCount, boolean pageHarmed, String cause) {
  /** This run and the next one, told as one. */
  Stray and(Stray next) {
    return new Stray(
        offset,
        byteCount + next.byteCount,
        pageHarmed || next.pageHarmed,
        pageHarmed ? cause : next.cause);
  }

  /** The same run between two pages that follow one another: nothing of theirs is in it. */
  Stray harmless() {
    return new Stray(offset, byteCount, false, cause);
  }
}
