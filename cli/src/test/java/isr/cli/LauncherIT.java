package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Exec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a copy of the application image, as a package would install it. */
class LauncherIT {
  @TempDir static Path directory;

  private static Path image;

  @BeforeAll
  static void installImage() throws IOException {
    image = directory.resolve("isr");
    copyTree(Path.of("target", "isr"), image);
    Files.deleteIfExists(image.resolve("isr.jsa"));
    Files.deleteIfExists(image.resolve("isr.jsa.of"));
  }

  @Test
  void startsFromAnyDirectoryByALink() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("a link"), image.resolve("isr"));
    Exec.Result result = Exec.command(link.toString(), "--version").in(Path.of("/")).run();
    assertThat(result.orFail().stdout()).startsWith("isr ").doesNotContain("$");
    assertThat(result.stderr()).isEmpty();
  }

  @Test
  void usesTheClassArchiveThatItMade() throws IOException {
    isr().with(Map.of("ISR_ARCHIVE", "dump")).run().orFail();
    assertThat(sourceOfMain()).contains("shared objects file");
  }

  @Test
  void ignoresAnArchiveOfOtherJarsWithoutAWord() throws IOException {
    isr().with(Map.of("ISR_ARCHIVE", "dump")).run().orFail();
    Files.setLastModifiedTime(
        image.resolve("lib/isr-cli.jar"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
    assertThat(isr().run().orFail().stderr()).isEmpty();
    assertThat(sourceOfMain()).doesNotContain("shared objects file");
  }

  @Test
  void saysWhatIsWrongWithJava() {
    Exec.Result result = isr().with(Map.of("JAVA_HOME", "/nowhere")).run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .isEqualTo("isr: JAVA_HOME is /nowhere, but there is no bin/java in it\n");
  }

  private static Exec isr() {
    return Exec.command(image.resolve("isr").toString(), "--version");
  }

  /** The line of the JVM's log on where {@link Main} was loaded from. */
  private static String sourceOfMain() throws IOException {
    Path log = Path.of("target", "class-load.log");
    isr().with(Map.of("ISR_JAVA_OPTS", "-Xlog:class+load:file=" + log)).run().orFail();
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(Main.class.getName() + " "))
        .findFirst()
        .orElseThrow();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
