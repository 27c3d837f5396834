package isr.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Who may read a file that holds a password. */
final class Permissions {
  private Permissions() {}

  /** Whether everybody on the machine may; false where there are no POSIX permissions. */
  static boolean othersMayRead(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** What to do about it. */
  static String warning(Path file) {
    return "every user of this machine can read this password; chmod o-r " + file;
  }
}
