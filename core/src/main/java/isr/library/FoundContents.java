package isr.library;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is in a file that the ledger does not know.
 *
 * @param file which; when it has changed since, this says nothing
 * @param track of its first packet; empty when none was found
 * @param samples audible ones; empty when they are not known
 * @param knownBy how that was found out
 */
record FoundContents(
    FoundFile file, Optional<TrackSummary> track, OptionalLong samples, KnownBy knownBy) {
  /** How the length of a file became known. */
  enum KnownBy {
    /** By its headers, for certain. */
    HEADER,
    /** It is not known, or estimated: the file is to be read whole. */
    ESTIMATE,
    /** By reading it whole, as far as it can be read. */
    WHOLE;

    /** As the catalogue has it. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
