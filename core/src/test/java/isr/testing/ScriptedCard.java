package isr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A soundcard that does what a script says, behind the system's real libasound: the PCMs {@code
 * default} and {@code mic} of {@code src/test/rig/alsa}, compiled when first needed. It is there
 * for processes that have {@link #environment} in theirs: libasound reads it once.
 *
 * <p>What it hears is a counter: frame n at n / rate seconds of the system's monotonic clock, which
 * is that of {@code System.nanoTime}. The left channel has the low bits of n, the right one those
 * above.
 */
public final class ScriptedCard {
  private static final Path LIBRARY = Path.of("target", "rig", "libasound_module_pcm_scripted.so");

  private final Path rig;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private ScriptedCard(Path rig) {
    this.rig = rig;
    variables.put("ALSA_CONFIG_PATH", rig.resolve("scripted.conf").toString());
    variables.put("ALSA_SCRIPTED_LIB", LIBRARY.toAbsolutePath().toString());
  }

  /** The card without faults; skips the test, or fails it, where it can not be compiled. */
  public static ScriptedCard compiled() {
    AlsaHeaders.require();
    ScriptedCard card = new ScriptedCard(rig());
    card.compile();
    return card;
  }

  /** In core, whichever module is tested. */
  private static Path rig() {
    return Path.of("..", "core", "src", "test", "rig", "alsa").toAbsolutePath().normalize();
  }

  private void compile() {
    synchronized (LIBRARY) {
      compileOnce();
    }
  }

  private void compileOnce() {
    try {
      Path source = rig.resolve("pcm_scripted.c");
      boolean isNew =
          Files.exists(LIBRARY)
              && Files.getLastModifiedTime(LIBRARY).compareTo(Files.getLastModifiedTime(source))
                  > 0;
      if (!isNew) {
        Files.createDirectories(LIBRARY.getParent());
        Path made = LIBRARY.resolveSibling("made.so");
        Exec.command(
                "gcc",
                "-shared",
                "-fPIC",
                "-O2",
                "-Wall",
                "-Werror",
                "-DPIC",
                "-o",
                made.toString(),
                source.toString(),
                "-lasound")
            .run()
            .orFail();
        Files.move(made, LIBRARY, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What goes wrong, and when.
   *
   * @param script words such as {@code xrun@44100:200}, {@code jump@88200:200}, {@code
   *     unplug@132300}: what, after how many samples, for how many milliseconds; all of them are
   *     told in {@code pcm_scripted.c}
   */
  public ScriptedCard script(String script) {
    variables.put("ALSA_SCRIPTED_SCRIPT", script);
    return this;
  }

  /**
   * Its clock is so many parts in a million faster than the system's, and the counter with it.
   *
   * @param configuration where to write ALSA's
   */
  public ScriptedCard drifting(int ppm, Path configuration) {
    return withDefault("mic:PPM=" + ppm, configuration);
  }

  /**
   * The PCM {@code default} is another one.
   *
   * @param configuration where to write ALSA's
   */
  public ScriptedCard withDefault(String pcm, Path configuration) {
    String text =
        "<%s>%npcm.!default { type plug slave.pcm \"%s\" }%n"
            .formatted(rig.resolve("scripted.conf"), pcm);
    try {
      Files.writeString(configuration, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    variables.put("ALSA_CONFIG_PATH", configuration.toAbsolutePath().toString());
    return this;
  }

  /** While this file exists, the card can not be opened; unplugging it makes the file. */
  public ScriptedCard goneWhile(Path file) {
    variables.put("ALSA_SCRIPTED_GONE", file.toAbsolutePath().toString());
    return this;
  }

  /** The name of a card with that script, and further arguments such as {@code PPM=200}. */
  public static String named(String script, String... arguments) {
    String more = arguments.length == 0 ? "" : "," + String.join(",", arguments);
    return "mic:SCRIPT='" + script + "'" + more;
  }

  /** For the process that is to have this card. */
  public Map<String, String> environment() {
    return Map.copyOf(variables);
  }
}
