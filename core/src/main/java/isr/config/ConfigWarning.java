package isr.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something in a configuration file that can be done but is hardly meant.
 *
 * @param file as the user named it
 * @param line counted from 1
 * @param column of the character, counted from 1
 * @param key the whole path of the key or section, where there is one
 * @param message what will happen and what would be better; never a password
 */
public record ConfigWarning(Path file, int line, int column, Optional<String> key, String message) {
  /** One line, as a problem is printed, with the word {@code warning} before the message. */
  @Override
  public String toString() {
    return new ConfigProblem(file, line, column, key, "warning: " + message).toString();
  }
}
