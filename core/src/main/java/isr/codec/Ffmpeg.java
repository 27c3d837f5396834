package isr.codec;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program {@code ffmpeg}, where it is installed. */
public final class Ffmpeg {
  private final List<Path> directories;

  private Ffmpeg(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * Looked for in the directories of a PATH, each time that it is needed.
   *
   * @param path as the environment has it; null when it has none
   */
  public static Ffmpeg on(@Nullable String path) {
    String all = path == null ? "" : path;
    return new Ffmpeg(
        Stream.of(all.split(Pattern.quote(File.pathSeparator)))
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .filter(Path::isAbsolute)
            .toList());
  }

  /** Where it is; empty when it is not installed. */
  public Optional<Path> find() {
    return find("ffmpeg", "ffmpeg.exe");
  }

  /** The beginning of a command that runs it, at low priority where that can be said. */
  List<String> command(Path program) {
    return find("nice")
        .map(nice -> List.of(nice.toString(), "-n", "10", program.toString()))
        .orElse(List.of(program.toString()));
  }

  private Optional<Path> find(String... names) {
    return directories.stream()
        .flatMap(directory -> Stream.of(names).map(directory::resolve))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Where it is.
   *
   * @param codec that it is needed for
   */
  Path program(String codec) throws FfmpegMissingException {
    return find().orElseThrow(() -> new FfmpegMissingException(codec));
  }
}
