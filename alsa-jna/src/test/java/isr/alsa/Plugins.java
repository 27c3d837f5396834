package isr.alsa;

import static org.junit.jupiter.api.Assumptions.abort;

import isr.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Plugins of libasound, which are in a package of their own. */
final class Plugins {
  private Plugins() {}

  /** Skips the test without it, or fails it where tools are required. */
  static void require(String file) throws IOException {
    try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
      if (architectures.anyMatch(
          directory -> Files.exists(directory.resolve("alsa-lib/" + file)))) {
        return;
      }
    }
    String reason = "needs " + file + " (apt install libasound2-plugins)";
    if (Tools.areRequired()) {
      throw new IllegalStateException(reason + ", and " + Tools.REQUIRE_VARIABLE + " is 1");
    }
    abort(reason);
  }
}
