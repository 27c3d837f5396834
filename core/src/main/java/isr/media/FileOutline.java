package isr.media;

import java.util.OptionalLong;

/**
 * What a file says of itself at its beginning and its end, without a reading of what lies between.
 *
 * @param track of its first packet
 * @param sampleCount audible samples; empty when only the whole file tells
 * @param certain whether a reading of the whole file would find the same count, as far as a file
 *     without damage goes; false for an estimate, and when there is no count
 */
public record FileOutline(Track track, OptionalLong sampleCount, boolean certain) {
  /** Checks that what is certain is there. */
  public FileOutline {
    if (certain && sampleCount.isEmpty()) {
      throw new IllegalArgumentException("a certain count that is not there");
    }
  }
}
