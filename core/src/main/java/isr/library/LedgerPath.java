package isr.library;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Paths as the ledger writes them: relative to the output directory, {@code /} between names. */
final class LedgerPath {
  /** Linux's PATH_MAX; also keeps lines below the reader's limit. */
  static final int MAX_CHARS = 4096;

  private LedgerPath() {}

  /**
   * Refuses a path that could lead out of the output directory.
   *
   * @throws IllegalArgumentException when it is too long, empty or absolute, or has an empty,
   *     {@code .} or {@code ..} name
   */
  static void check(String path) {
    if (path.length() > MAX_CHARS) {
      throw new IllegalArgumentException("path: longer than " + MAX_CHARS + " characters");
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf(0) >= 0) {
        throw new IllegalArgumentException(
            "path: expected one below the output directory, found \"" + path + "\"");
      }
    }
  }

  /**
   * The ledger's path of a file.
   *
   * @throws IllegalArgumentException when the file is not below the root
   */
  static String of(Path root, Path file) {
    Path relative = root.toAbsolutePath().normalize().relativize(file.toAbsolutePath().normalize());
    String path = String.join("/", names(relative));
    check(path);
    return path;
  }

  /** The file that a path names; empty when this system's encoding has no such name. */
  static Optional<Path> resolve(Path root, String path) {
    try {
      return Optional.of(root.resolve(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static List<String> names(Path path) {
    return StreamSupport.stream(path.spliterator(), false).map(Path::toString).toList();
  }
}
