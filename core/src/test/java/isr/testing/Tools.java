package isr.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs outside of isr that tests use: oracles, servers, encoders. */
public final class Tools {
  /** Set to 1 where all tools are installed: a missing one is then a failure and not a skip. */
  public static final String REQUIRE_VARIABLE = "ISR_REQUIRE_TOOLS";

  /** Debian's package of each program that is not called like its package. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("arecord", "alsa-utils"),
          Map.entry("ffprobe", "ffmpeg"),
          Map.entry("fsfreeze", "util-linux"),
          Map.entry("ip", "iproute2"),
          Map.entry("metaflac", "flac"),
          Map.entry("mkfs.ext4", "e2fsprogs"),
          Map.entry("ogg123", "vorbis-tools"),
          Map.entry("oggdec", "vorbis-tools"),
          Map.entry("oggenc", "vorbis-tools"),
          Map.entry("ogginfo", "vorbis-tools"),
          Map.entry("oggz", "oggz-tools"),
          Map.entry("oggz-validate", "oggz-tools"),
          Map.entry("opusdec", "opus-tools"),
          Map.entry("opusenc", "opus-tools"),
          Map.entry("opusinfo", "opus-tools"),
          Map.entry("pactl", "pulseaudio-utils"),
          Map.entry("paplay", "pulseaudio-utils"),
          Map.entry("ps", "procps"),
          Map.entry("ss", "iproute2"),
          Map.entry("vorbiscomment", "vorbis-tools"));

  private Tools() {}

  /** The program's file on the {@code PATH}. */
  public static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * What to say about those of the programs that are not there, such as {@code needs ogginfo (apt
   * install vorbis-tools)}; empty if all are.
   */
  public static Optional<String> missing(String... programs) {
    List<String> missing =
        Stream.of(programs).filter(program -> find(program).isEmpty()).sorted().toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String packages =
        missing.stream()
            .map(program -> PACKAGES.getOrDefault(program, program))
            .distinct()
            .collect(Collectors.joining(" "));
    return Optional.of("needs %s (apt install %s)".formatted(String.join(", ", missing), packages));
  }

  /** Skips the test for that reason, or fails it where tools are required. */
  static void skip(String reason) {
    if (areRequired()) {
      throw new IllegalStateException(reason + ", and " + REQUIRE_VARIABLE + " is 1");
    }
    abort(reason);
  }

  /** Whether a missing tool is a failure. */
  public static boolean areRequired() {
    return "1".equals(System.getenv(REQUIRE_VARIABLE));
  }
}
