package isr.alsa;

import isr.testing.Exec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The card of {@code pcm_scripted.c} behind the real libasound, which hears a counter: frame n at n
 * / rate seconds of the monotonic clock.
 *
 * <p>libasound reads the environment once, so it must be set for the whole JVM: {@code
 * ALSA_CONFIG_PATH} to {@code scripted.conf} and {@code ALSA_SCRIPTED_LIB} to where the module is
 * to be built.
 */
final class ScriptedCard {
  private static final String MODULE = "ALSA_SCRIPTED_LIB";

  private ScriptedCard() {}

  /** Builds the module where the environment says; skips the tests where that can not be done. */
  static synchronized void build() {
    Headers.require();
    Path module = Path.of(System.getenv(MODULE));
    try (InputStream source = ScriptedCard.class.getResourceAsStream("pcm_scripted.c")) {
      Files.createDirectories(module.toAbsolutePath().getParent());
      Exec.command(
              "gcc",
              "-shared",
              "-fPIC",
              "-O2",
              "-Wall",
              "-Werror",
              "-DPIC",
              "-x",
              "c",
              "-",
              "-o",
              module.toString(),
              "-lasound")
          .input(source.readAllBytes())
          .run()
          .orFail();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the card with that script, and further arguments such as {@code PPM=200}. */
  static String named(String script, String... arguments) {
    String more = arguments.length == 0 ? "" : "," + String.join(",", arguments);
    return "mic:SCRIPT='" + script + "'" + more;
  }
}
