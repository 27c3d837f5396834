package isr.format.ogg;

/** Takes broken rules that cost no audio: a live recording does not care, the checker does. */
@FunctionalInterface
interface Faults {
  /** Nobody wants to know. */
  Faults NONE = (offset, rule) -> {};

  /**
   * A rule that is broken.
   *
   * @param offset byte offset in the stream
   * @param rule what was expected and what was found
   */
  void fault(long offset, String rule);
}
