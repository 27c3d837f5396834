package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.Loopback;
import isr.testing.Music;
import isr.testing.NetworkPath;
import isr.testing.PacedServer;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a recording ends, and what its exit code says. */
@RequiresTools({"ffmpeg", "mpg123", "mp3val"})
class SignalsIT {
  private static final Duration PROMISED = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir static Path shared;

  private static PacedServer server;

  @TempDir Path directory;

  @BeforeAll
  static void broadcast() throws IOException {
    Path file =
        Music.encode(shared.resolve("station.mp3"), LiveEncoding.MP3_CBR, 1, Duration.ofMinutes(5));
    server = PacedServer.start();
    server.add("good", LiveEncoding.MP3_CBR, Files.readAllBytes(file));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalFinishesEveryFileWhateverTheSourcesAreDoing(String signal) throws IOException {
    try (NetworkPath path = NetworkPath.to(server.uri("good").getPort())) {
      path.cut(); // connects, and hears nothing
      String toml =
          general("max_retries = 0")
              + Bars.source("good", server.uri("good"))
              + Bars.source("silent", path.through(server.uri("good")))
              + Bars.source("refused", refused())
              + "\n[sources.tone]\ntype = \"tone\"\nfilename_pattern = \"tone_%Y%m%d_%H%M%S\"\n";
      try (IsrProcess isr = IsrProcess.record(directory, toml)) {
        Bars.awaitFiles(isr, recordings(), List.of("good", "tone"));
        Await.pass(Duration.ofSeconds(2));
        long start = System.nanoTime();
        isr.signal(signal);
        OptionalInt exitCode = isr.exitCode(PROMISED);
        assertThat(exitCode).as("%s", isr).hasValue(0);
        assertThat(System.nanoTime() - start).isLessThan(PROMISED.toNanos());
      }
    }
    assertAllClosed("good");
    assertAllClosed("tone");
  }

  @Test
  void endsByItselfAfterTheGivenTime() throws IOException {
    try (IsrProcess isr = IsrProcess.record(directory, good(), "--for", "3s")) {
      assertThat(isr.exitCode(PATIENCE)).as("%s", isr).hasValue(0);
    }
    assertAllClosed("good");
  }

  @Test
  void recordsAUrlWithoutAnyConfiguration() {
    try (IsrProcess isr =
        IsrProcess.start(directory, "record", "--for", "4s", server.uri("good").toString())) {
      assertThat(isr.exitCode(PATIENCE)).as("%s", isr).hasValue(0);
    }
    List<Path> files = Bars.files(recordings());
    assertThat(files).hasSizeBetween(1, 2); // two where the test meets a full hour
    for (Path file : files) {
      assertThat(Judges.complaints(file, LiveEncoding.MP3_CBR)).isEmpty();
    }
  }

  @Test
  void aWrongConfigurationStartsNothing() throws IOException {
    try (IsrProcess isr = IsrProcess.record(directory, good() + "\nsplit_minuts = 5\n")) {
      assertThat(isr.exitCode(PATIENCE)).as("%s", isr).hasValue(2);
      assertThat(isr.stderr()).contains("isr.toml", "split_minuts", "split_minutes");
    }
    assertThat(recordings()).doesNotExist();
  }

  @Test
  void aWrongCommandLineIsAnErrorOfUsage() {
    try (IsrProcess isr = IsrProcess.start(directory, "record", "--fro", "3s")) {
      assertThat(isr.exitCode(PATIENCE)).as("%s", isr).hasValue(2);
    }
    try (IsrProcess isr = IsrProcess.start(directory, "record")) {
      assertThat(isr.exitCode(PATIENCE)).as("%s", isr).hasValue(2);
    }
  }

  @Test
  void endsWhenItsOnlySourceGivesUp() throws IOException {
    String toml =
        general("max_retries = 1", "retry_delay_seconds = 1") + Bars.source("refused", refused());
    try (IsrProcess isr = IsrProcess.record(directory, toml)) {
      assertThat(isr.exitCode(PATIENCE)).as("%s", isr).hasValue(1);
      assertThat(isr.stderr()).contains("refused: gave up");
    }
  }

  @Test
  void oneThatGivesUpLeavesTheOthersAlone() throws IOException {
    String toml =
        general("max_retries = 1", "retry_delay_seconds = 1")
            + Bars.source("refused", refused())
            + Bars.source("good", server.uri("good"));
    try (IsrProcess isr = IsrProcess.record(directory, toml)) {
      Bars.awaitFiles(isr, recordings(), List.of("good"));
      Await.value(
          "giving up",
          PATIENCE,
          () -> isr.stderr().contains("refused: gave up") ? Optional.of(true) : Optional.empty(),
          isr::toString);
      Await.pass(Duration.ofSeconds(2));
      assertThat(isr.isAlive()).isTrue();
      assertThat(isr.stop()).as("%s", isr).isEqualTo(1);
    }
    assertAllClosed("good");
    assertThat(LedgerLine.of(recordings(), "good", "gap")).isEmpty();
  }

  @Test
  void theSameSourceTwiceIsRefused() throws IOException {
    try (IsrProcess first = IsrProcess.record(directory, good())) {
      Bars.awaitFiles(first, recordings(), List.of("good"));
      try (IsrProcess second = IsrProcess.record(directory, good())) {
        assertThat(second.exitCode(PATIENCE)).as("%s", second).hasValue(1);
        assertThat(second.stderr()).contains("good");
      }
      assertThat(first.isAlive()).isTrue();
      assertThat(first.stop()).as("%s", first).isZero();
    }
    assertAllClosed("good");
  }

  private static String good() {
    return general() + Bars.source("good", server.uri("good"));
  }

  private static String general(String... more) {
    return "[general]\noutput_directory = \"recordings\"\nsplit_minutes = 0.1\n"
        + String.join("\n", more)
        + "\n";
  }

  /** An address that nobody listens on. */
  private static URI refused() {
    return URI.create("http://127.0.0.1:" + Loopback.freePort() + "/nobody");
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }

  private void assertAllClosed(String source) throws IOException {
    List<Path> files = RecordedFile.paths(recordings(), source);
    assertThat(files).isNotEmpty();
    assertThat(LedgerLine.of(recordings(), source, "segment-closed"))
        .extracting(line -> line.text("path") + " " + (long) line.number("bytes"))
        .containsExactlyElementsOf(
            files.stream().map(file -> file.getFileName() + " " + size(file)).toList());
    for (Path file : files) {
      assertThat(
              file.toString().endsWith("mp3")
                  ? Judges.complaints(file, LiveEncoding.MP3_CBR)
                  : Judges.ffmpegComplaints(file))
          .as("%s", file.getFileName())
          .isEmpty();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
