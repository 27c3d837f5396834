package isr.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The headers of libasound, which not every machine has. */
public final class AlsaHeaders {
  private AlsaHeaders() {}

  /** Skips the test without them, or fails it where tools are required. */
  public static void require() {
    if (Files.exists(Path.of("/usr/include/alsa/pcm_external.h"))) {
      return;
    }
    Tools.skip("needs the headers of libasound (apt install libasound2-dev)");
  }
}
