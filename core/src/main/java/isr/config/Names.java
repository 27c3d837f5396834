package isr.config;

import isr.segment.FilenamePattern;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of sources and routes, which become part of file names and of locks. */
final class Names {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private Names() {}

  /** What is wrong with a name, if anything is. */
  static Optional<String> check(String name) {
    if (name.length() > FilenamePattern.MAX_NAME_LENGTH) {
      return Optional.of(
          "expected a name of at most "
              + FilenamePattern.MAX_NAME_LENGTH
              + " characters, found "
              + name.length());
    }
    if (!VALID.matcher(name).matches()) {
      return Optional.of(
          "expected a name of letters a to z, digits, dot, _ and -,"
              + " beginning with a letter or digit");
    }
    return Optional.empty();
  }
}
