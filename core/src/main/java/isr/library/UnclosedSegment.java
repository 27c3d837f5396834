package isr.library;

import java.nio.file.Path;
import java.time.OffsetDateTime;

/**
 * A segment that was opened and neither closed nor repaired.
 *
 * @param source the name of the source
 * @param path relative to the output directory
 * @param file the file itself
 * @param format {@code MediaFormat.name()}
 * @param start of the first audible sample
 */
public record UnclosedSegment(
    String source, String path, Path file, String format, OffsetDateTime start) {}
