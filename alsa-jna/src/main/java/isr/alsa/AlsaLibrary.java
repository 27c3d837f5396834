package isr.alsa;

import isr.alsa.lib.Libasound;
import isr.capture.CaptureException;

/** libasound in this process. */
final class AlsaLibrary {
  private AlsaLibrary() {}

  /**
   * Loads libasound if need be, and sends what it says on this thread to the log.
   *
   * @throws CaptureException when it can not be loaded, with what to do about it
   */
  static void enter() throws CaptureException {
    try {
      Libasound.load();
      AlsaMessages.listen();
    } catch (LinkageError e) {
      throw new CaptureException(explain(e), false, e);
    }
  }

  /** What to do about a library that can not be loaded. */
  static String explain(LinkageError error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains("looking up function")) {
      return Libasound.NAME + " is too old: " + message;
    }
    if (message.contains(Libasound.NAME)) {
      return Libasound.NAME + " not found; apt install libasound2 (Debian 13: libasound2t64)";
    }
    return "JNA can not load its library ("
        + message
        + "); give it a directory that may hold programs: -Djna.tmpdir=DIRECTORY";
  }
}
