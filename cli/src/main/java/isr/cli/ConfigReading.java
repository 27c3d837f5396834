package isr.cli;

import isr.config.ConfigEnvironment;
import isr.config.ConfigFile;
import isr.config.ConfigResult;
import isr.config.RecorderConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a configuration and tells every mistake in it. */
final class ConfigReading {
  private ConfigReading() {}

  /** The configuration; empty when it has mistakes, which have been printed then. */
  static Optional<RecorderConfig> read(Path file, ConfigEnvironment environment, PrintWriter err) {
    ConfigResult result = ConfigFile.read(file, environment);
    result.warnings().forEach(err::println);
    if (result instanceof ConfigResult.Valid valid) {
      err.flush();
      return Optional.of(valid.config());
    }
    ((ConfigResult.Invalid) result).problems().forEach(err::println);
    err.flush();
    return Optional.empty();
  }
}
