package isr.media;

import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * What a file's header may say about its origin.
 *
 * @param source the name of the source
 * @param start the wall-clock time of the first audible sample
 * @param title what was being played at that time, as the source says it ("Artist - Title" with
 *     most stations); empty when it has said nothing yet, or never does
 */
public record SegmentInfo(String source, ZonedDateTime start, Optional<String> title) {
  /** Of a source that has not said what it plays. */
  public SegmentInfo(String source, ZonedDateTime start) {
    this(source, start, Optional.empty());
  }
}
