package isr.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is logged, and where besides the terminal.
 *
 * @param level the least that is logged
 * @param file absolute; empty when no file is written
 * @param maxBytes the size at which the file is put aside and a new one begun
 * @param keptFiles how many put aside files are kept, 1 to 20
 */
public record LogSettings(LogLevel level, Optional<Path> file, long maxBytes, int keptFiles) {
  /** INFO and above, to no file; were there one, 10 MB and five older ones. */
  public static final LogSettings DEFAULT =
      new LogSettings(LogLevel.INFO, Optional.empty(), 10_000_000, 5);
}
