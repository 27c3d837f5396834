package isr.media;

/**
 * Bytes of a stream that are in no packet.
 *
 * @param offset byte offset in the stream at which they begin
 * @param byteCount how many
 * @param kind what they were
 * @param lostSamples samples that are known to be missing; 0 when there are none or nobody knows
 * @param cause what was expected and what was found
 */
public record Skip(long offset, long byteCount, Kind kind, long lostSamples, String cause) {
  /** What the bytes were. */
  public enum Kind {
    /** The rest of a unit whose beginning was sent before we joined: no loss to speak of. */
    JOIN,
    /** Legal and known, but no audio: a tag between frames. Not worth a gap. */
    TAG,
    /** Bytes between two whole units that belong to no known unit. The audio may be complete. */
    FOREIGN,
    /** A unit that was cut short, damaged or missing: audio is lost. */
    DAMAGE
  }
}
