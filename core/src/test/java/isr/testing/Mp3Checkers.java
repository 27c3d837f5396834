package isr.testing;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What ffmpeg, mpg123 and mp3val have to say against an MP3 file. */
public final class Mp3Checkers {
  private Mp3Checkers() {}

  /** Warnings and errors of all three, one to a line; empty when they are silent. */
  public static String complaints(Path file) {
    return Stream.of(
            with("ffmpeg: ", ffmpeg(file)),
            with("mpg123: ", mpg123(file)),
            with("mp3val: ", mp3val(file)))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  /** The same without the remarks that a file earns that is still growing: stale counts. */
  public static String complaintsWhileGrowing(Path file) {
    return complaints(file)
        .lines()
        .filter(line -> !line.contains("after announced end of track"))
        .filter(line -> !line.contains("specified in Xing header"))
        .filter(line -> !line.contains("Xing stream size off"))
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> with(String who, Stream<String> lines) {
    return lines.map(line -> who + line);
  }

  private static Stream<String> ffmpeg(Path file) {
    return Exec.command(
            "ffmpeg", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-")
        .run()
        .stderr()
        .lines();
  }

  private static Stream<String> mpg123(Path file) {
    Exec.Result result = Exec.command("mpg123", "-t", file.toString()).run();
    String failed = result.exitCode() == 0 ? "" : "exit code " + result.exitCode();
    return Stream.concat(
        Stream.of(failed).filter(line -> !line.isEmpty()),
        result.stderr().lines().filter(Mp3Checkers::isComplaint));
  }

  private static Stream<String> mp3val(Path file) {
    Exec.Result result = Exec.command("mp3val", file.toString()).run().orFail();
    return result.stdout().lines().filter(Mp3Checkers::isComplaint);
  }

  private static boolean isComplaint(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    return Stream.of("warning", "error", "note:", "illegal").anyMatch(lower::contains);
  }
}
