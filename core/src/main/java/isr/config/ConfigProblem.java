package isr.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A mistake in a configuration file, because of which nothing is started.
 *
 * @param file as the user named it
 * @param line counted from 1; what concerns the whole file is told at line 1, column 1
 * @param column of the character, counted from 1
 * @param key the whole path of the key or section, where there is one
 * @param message what was expected and what was found; never a password
 */
public record ConfigProblem(Path file, int line, int column, Optional<String> key, String message) {
  /** One line: {@code recorder.toml:12:1: sources.radio1.url: missing; …}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + key.map(k -> k + ": ").orElse("") + message;
  }
}
