package isr.cli;

import isr.testing.Await;
import isr.testing.IsrProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the integration tests of recording share. */
final class Bars {
  /** NAME.ext, NAME-2.ext, NAME-3.ext, … are files that were begun in the same second. */
  private static final Pattern NAME = Pattern.compile("(.*?)(?:-(\\d{1,6}))?\\.[^.]*");

  private static final Comparator<Path> AS_MADE =
      Comparator.comparing((Path file) -> part(file, 1))
          .thenComparing(file -> part(file, 2).length())
          .thenComparing(file -> part(file, 2));

  /** A slow machine that starts several programs at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Bars() {}

  /** Whether to run as long as the bars say: {@code -Disr.bars=full}. */
  static boolean full() {
    return "full".equals(System.getProperty("isr.bars"));
  }

  /** A stream source of a configuration, whose files begin with its name. */
  static String source(String name, URI uri, String... more) {
    return "\n[sources.%s]\ntype = \"stream\"\nurl = \"%s\"\nfilename_pattern = \"%s_%%Y%%m%%d_%%H%%M%%S\"\n"
            .formatted(name, uri, name)
        + String.join("\n", more)
        + "\n";
  }

  /** Waits until each source has a file with something in it that was not there before. */
  static void awaitFiles(
      IsrProcess isr, Path recordings, Collection<String> sources, String... known) {
    for (String source : sources) {
      Await.value(
          "audio of " + source,
          PATIENCE,
          () -> hasAudio(isr, recordings, source, List.of(known)),
          isr::toString);
    }
  }

  private static Optional<Boolean> hasAudio(
      IsrProcess isr, Path recordings, String source, List<String> known) {
    if (!isr.isAlive()) {
      throw new AssertionError("isr has ended: " + isr);
    }
    return files(recordings).stream()
            .filter(file -> file.getFileName().toString().startsWith(source + "_"))
            .filter(file -> !known.contains(file.getFileName().toString()))
            .anyMatch(file -> size(file) > 8_000)
        ? Optional.of(true)
        : Optional.empty();
  }

  /** The files of a directory as they were made, none where it is not there yet. */
  static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted(AS_MADE).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether anything was written to a file: not, when isr was killed just after it made it. */
  static boolean isBegun(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String part(Path file, int group) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    String found = name.matches() ? name.group(group) : file.getFileName().toString();
    return found == null ? "" : found;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The median. */
  static Duration median(List<Duration> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** Prints figures, for whoever wants to know how far from a bar they are. */
  static void print(String title, Map<String, String> figures) {
    StringBuilder table = new StringBuilder("%n== %s%n".formatted(title));
    figures.forEach((name, text) -> table.append("%-10s %s%n".formatted(name, text)));
    System.out.print(table);
  }
}
