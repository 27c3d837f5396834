package isr.media;

import java.nio.ByteBuffer;

/**
 * A packet as it lies in a file: some of what it decodes to may not be heard.
 *
 * <pre>
 *   what it decodes to   │ skipped │   audible   │ trimmed │
 *                                  ╰ position
 * </pre>
 *
 * @param payload position to limit
 * @param position of its first audible sample in the file; where it would be, when it has none
 * @param codedSamples per channel that a decoder gives for it, following the packet before it; the
 *     first packet of a Vorbis bitstream gives none
 * @param skipped of these, the ones at the beginning that a player drops: lead-in, the encoder's
 *     delay
 * @param trimmed the ones at the end that a player drops
 */
public record FilePacket(
    ByteBuffer payload, long position, int codedSamples, int skipped, int trimmed) {
  /** Checks that no more is dropped than there is. */
  public FilePacket {
    if (position < 0 || skipped < 0 || trimmed < 0 || skipped + trimmed > codedSamples) {
      throw new IllegalArgumentException(
          "position %d, codedSamples %d, skipped %d, trimmed %d"
              .formatted(position, codedSamples, skipped, trimmed));
    }
  }

  /** Samples that are heard. */
  public int audibleSamples() {
    return codedSamples - skipped - trimmed;
  }

  /** The place in the file just after its last audible sample. */
  public long endPosition() {
    return position + audibleSamples();
  }
}
