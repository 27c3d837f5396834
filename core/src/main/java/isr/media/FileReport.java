package isr.media;

import java.util.List;
import java.util.Optional;

/**
 * What a strict reading of a file found.
 *
 * @param track of the first packet; empty when there is none
 * @param packetCount packets, lead-in included
 * @param leadInSamples samples that the header hides at the start
 * @param sampleCount audible samples: what a player that obeys the header plays
 * @param faults the first faults, at most {@link #MAX_FAULTS}
 * @param faultCount all of them
 */
public record FileReport(
    Optional<Track> track,
    long packetCount,
    long leadInSamples,
    long sampleCount,
    List<Fault> faults,
    long faultCount) {
  /** As many faults are kept one by one; more are only counted. */
  public static final int MAX_FAULTS = 1000;

  /** Keeps a copy of the faults. */
  public FileReport {
    faults = List.copyOf(faults);
  }

  /** Whether the file keeps all rules that were checked. */
  public boolean good() {
    return faultCount == 0;
  }
}
