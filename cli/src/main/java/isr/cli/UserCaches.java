package isr.cli;

import java.nio.file.Path;
import java.util.Map;

/** Where what can be made anew is kept for a user: XDG Base Directory Specification 0.8. */
final class UserCaches {
  private UserCaches() {}

  /** The directory; may not be there yet. */
  static Path directory(Map<String, String> environment) {
    String given = environment.getOrDefault("XDG_CACHE_HOME", "");
    return given.startsWith("/")
        ? Path.of(given)
        : Path.of(System.getProperty("user.home"), ".cache");
  }
}
