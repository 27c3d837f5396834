package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.testing.Await;
import isr.testing.ChildProcess;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.Music;
import isr.testing.PacedServer;
import isr.testing.RawClient;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Native FLAC from a loopback server, split every 6 s, compared with the unsplit stream as a second
 * listener saw it; {@code ffmpeg -c copy -f segment} beside it, for comparison. {@code
 * -Disr.bars=full} records for 60 s.
 */
@RequiresTools({"flac", "ffmpeg", "ffprobe"})
@Isolated
class FlacBarsIT {
  private static final Duration LENGTH = Duration.ofSeconds(Bars.full() ? 60 : 20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, Take> TAKES = new LinkedHashMap<>();
  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  @TempDir static Path directory;

  private static Map<String, LiveEncoding> mounts() {
    Map<String, LiveEncoding> mounts = new LinkedHashMap<>();
    mounts.put("flac16", LiveEncoding.FLAC);
    mounts.put("flac24", LiveEncoding.FLAC_24);
    mounts.put("bare", LiveEncoding.FLAC); // no headers, joined in mid-frame
    return mounts;
  }

  @BeforeAll
  static void record() throws IOException {
    Map<String, RawClient> listeners = new LinkedHashMap<>();
    try (PacedServer server = PacedServer.start()) {
      StringBuilder toml = configuration("recordings");
      for (Map.Entry<String, LiveEncoding> mount : mounts().entrySet()) {
        broadcast(server, mount.getKey(), mount.getValue(), LENGTH.plusSeconds(90));
        listeners.put(mount.getKey(), RawClient.connect(server.uri(mount.getKey())));
        toml.append(Bars.source(mount.getKey(), server.uri(mount.getKey())));
      }
      try (ChildProcess ffmpeg = ffmpegSegments(server.uri("flac16"));
          IsrProcess isr = IsrProcess.record(directory, toml.toString())) {
        Bars.awaitFiles(isr, directory.resolve("recordings"), mounts().keySet());
        Await.pass(LENGTH);
        assertThat(isr.stop()).as("%s", isr).isZero();
        ffmpeg.signal("INT");
        Await.pass(Duration.ofMillis(500)); // the listeners are at least as far
      }
      mounts()
          .forEach(
              (name, encoding) -> {
                Path recordings = directory.resolve("recordings");
                TAKES.put(name, Take.of(name, encoding, listeners.get(name), recordings));
              });
    } finally {
      listeners.values().forEach(RawClient::close);
    }
    FIGURES.put("ffmpeg", ffmpegFigure());
  }

  private static StringBuilder configuration(String output) {
    return new StringBuilder(
        "[general]\noutput_directory = \"%s\"\nsplit_minutes = 0.1\n".formatted(output));
  }

  private static void broadcast(
      PacedServer server, String name, LiveEncoding encoding, Duration length) throws IOException {
    Path file = directory.resolve("station-" + name + ".flac");
    byte[] bytes = Files.readAllBytes(Music.encode(file, encoding, name.hashCode() & 0xFF, length));
    if (name.equals("bare")) {
      server.addBare(name, encoding, bytes);
    } else {
      server.add(name, encoding, bytes);
    }
  }

  private static ChildProcess ffmpegSegments(URI uri) throws IOException {
    Path out = Files.createDirectory(directory.resolve("ffmpeg"));
    return ChildProcess.start(
        "ffmpeg",
        "-nostdin",
        "-v",
        "quiet",
        "-i",
        uri.toString(),
        "-c",
        "copy",
        "-f",
        "segment",
        "-segment_time",
        "6",
        out.resolve("s%03d.flac").toString());
  }

  private static String ffmpegFigure() {
    List<Path> files = Bars.files(directory.resolve("ffmpeg"));
    List<StreamPacket> recorded =
        files.stream()
            .flatMap(file -> RecordedFile.read(file, LiveEncoding.FLAC).packets().stream())
            .toList();
    PacketAccount account = PacketAccount.of(TAKES.get("flac16").packets(), recorded);
    long bad =
        files.stream()
            .filter(file -> !Judges.complaints(file, LiveEncoding.FLAC).isEmpty())
            .count();
    return "%d segments, %d frames, %d lost, %d doubled, %d files that flac or ffmpeg complain of"
        .formatted(files.size(), account.recorded(), account.lost(), account.doubled(), bad);
  }

  static Stream<Take> takes() {
    return TAKES.values().stream();
  }

  @ParameterizedTest
  @MethodSource("takes")
  void losesAndDoublesNoFrame(Take take) {
    assertThat(take.segments()).hasSizeGreaterThan((int) LENGTH.toSeconds() / 6 - 1);
    assertThat(take.account().isExact()).as("%s", take.account()).isTrue();
    assertThat(LedgerLine.of(directory.resolve("recordings"), take.name(), "gap")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("takes")
  void everyCheckerIsSilentAndTheDurationRight(Take take) {
    for (RecordedFile segment : take.segments()) {
      assertThat(Judges.complaints(segment.path(), take.encoding()))
          .as("%s", segment.path().getFileName())
          .isEmpty();
      assertThat(Judges.ffprobeSeconds(segment.path()))
          .isCloseTo((double) segment.samples() / take.encoding().sampleRateHz(), within(0.00001));
    }
    Path[] files = take.segments().stream().map(RecordedFile::path).toArray(Path[]::new);
    try (IsrProcess check = IsrProcess.start(directory, words("check", files))) {
      assertThat(check.exitCode(PATIENCE)).as("%s", check).hasValue(0);
    }
  }

  private static String[] words(String command, Path... files) {
    return Stream.concat(Stream.of(command), Arrays.stream(files).map(Path::toString))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("takes")
  void decodesToTheSamplesOfTheWhole(Take take) throws IOException {
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    take.segments().forEach(segment -> together.writeBytes(decoded(segment.path())));
    StreamPacket last = take.packets().get(take.packets().size() - 1);
    byte[] stream = Arrays.copyOf(take.listener().bytes(), last.end());
    int junk = take.name().equals("bare") ? take.packets().get(0).start() : 0;
    Path whole =
        Files.write(
            directory.resolve("whole.flac"), Arrays.copyOfRange(stream, junk, stream.length));
    byte[] reference = decoded(whole);
    int sampleBytes = reference.length / samples(take.packets());
    int from = samples(take.packets().subList(0, take.account().first())) * sampleBytes;
    byte[] expected = Arrays.copyOfRange(reference, from, from + together.size());
    int differs = Arrays.mismatch(expected, together.toByteArray());
    FIGURES.put(
        take.name(),
        "%d segments, %d frames, %d lost, %d doubled, %d samples, %s"
            .formatted(
                take.segments().size(),
                take.account().recorded(),
                take.account().lost(),
                take.account().doubled(),
                together.size() / sampleBytes,
                differs < 0 ? "bit-identical" : "differ at byte " + differs));
    assertThat(differs).isNegative();
    assertThat(together.size())
        .isEqualTo(take.segments().stream().mapToLong(RecordedFile::samples).sum() * sampleBytes);
  }

  private static int samples(List<StreamPacket> packets) {
    return packets.stream().mapToInt(StreamPacket::sampleCount).sum();
  }

  /** Samples of 32 bits, whatever the file's. */
  private static byte[] decoded(Path file) {
    return Exec.command(
            "ffmpeg",
            "-nostdin",
            "-v",
            "quiet",
            "-f",
            "flac",
            "-i",
            file.toString(),
            "-f",
            "s32le",
            "-")
        .run()
        .stdoutBytes();
  }

  @Test
  void aKilledFilePlaysAndIsMendedAtTheNextStart() throws IOException {
    Path recordings = directory.resolve("killed");
    try (PacedServer server = PacedServer.start()) {
      broadcast(server, "flac24k", LiveEncoding.FLAC_24, Duration.ofSeconds(90));
      String toml =
          configuration("killed").append(Bars.source("k", server.uri("flac24k"))).toString();
      Path left;
      try (IsrProcess victim = IsrProcess.record(directory, toml)) {
        Bars.awaitFiles(victim, recordings, List.of("k"));
        Await.pass(Duration.ofMillis(2500));
        victim.kill();
      }
      List<Path> files = RecordedFile.paths(recordings, "k");
      left = files.get(files.size() - 1);
      assertThat(Judges.ffmpegComplaints(left)).isEmpty();
      try (IsrProcess next = IsrProcess.record(directory, toml)) {
        Await.until(
            "the repair by " + next,
            PATIENCE,
            () -> !LedgerLine.of(recordings, "k", "segment-repaired").isEmpty());
        assertThat(next.stop()).as("%s", next).isZero();
      }
    }
    for (Path file : RecordedFile.paths(recordings, "k")) {
      assertThat(Judges.complaints(file, LiveEncoding.FLAC_24)).as("%s", file).isEmpty();
    }
  }

  @AfterAll
  static void printFigures() {
    Bars.print("native FLAC, " + LENGTH.toSeconds() + " s", FIGURES);
  }
}
