package isr.capture.javasound;

import isr.capture.CaptureException;

/** Calls into javax.sound, which may be missing. */
final class Guard {
  private Guard() {}

  /** What is called. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws CaptureException;
  }

  /**
   * Makes the call.
   *
   * @throws CaptureException as the call does, or when this Java has no javax.sound
   */
  static <T> T call(Call<T> call) throws CaptureException {
    try {
      return call.make();
    } catch (LinkageError e) {
      throw new CaptureException(
          "javax.sound is missing in this Java ("
              + e.getMessage()
              + "): take one that has the module java.desktop, or backend = \"alsa\"",
          false,
          e);
    }
  }
}
