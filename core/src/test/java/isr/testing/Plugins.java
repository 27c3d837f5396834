package isr.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Plugins of libasound, which are in a package of their own. */
public final class Plugins {
  private Plugins() {}

  /** Skips the test without it, or fails it where tools are required. */
  public static void require(String file) throws IOException {
    try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
      if (architectures.anyMatch(
          directory -> Files.exists(directory.resolve("alsa-lib/" + file)))) {
        return;
      }
    }
    Tools.skip("needs " + file + " (apt install libasound2-plugins)");
  }
}
