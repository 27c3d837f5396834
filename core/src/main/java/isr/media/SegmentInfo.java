package isr.media;

import java.time.ZonedDateTime;

/**
 * What a file's header may say about its origin.
 *
 * @param source the name of the source
 * @param start the wall-clock time of the first audible sample
 */
public record SegmentInfo(String source, ZonedDateTime start) {}
