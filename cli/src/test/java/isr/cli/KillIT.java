package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.Music;
import isr.testing.PacedServer;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The recorder is killed again and again at random moments, beside another one in the same
 * directory that lives on. {@code -Disr.bars=full} kills it 20 times.
 */
@RequiresTools({"ffmpeg", "mpg123", "mp3val", "opusinfo", "oggz-validate"})
@Isolated
class KillIT {
  private static final int KILLS = Bars.full() ? 20 : 5;
  private static final long SEED = 20_261_121;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What may be missing of what the server's send had accepted, in seconds. */
  private static final double ALLOWED_SECONDS = 1.0;

  private static final Map<String, LiveEncoding> VICTIMS =
      new TreeMap<>(
          Map.of(
              "mp3", LiveEncoding.MP3_CBR,
              "vbr", LiveEncoding.MP3_VBR,
              "aac", LiveEncoding.AAC,
              "opus", LiveEncoding.OPUS));

  private static final Map<String, String> FIGURES = new TreeMap<>();

  @TempDir Path directory;

  private final Random random = new Random(SEED);
  private final Map<String, PacedServer.Station> stations = new LinkedHashMap<>();
  private final Map<String, Double> worst = new TreeMap<>();
  private int repaired;

  @AfterAll
  static void printFigures() {
    Bars.print(KILLS + " times kill -9", FIGURES);
  }

  @Test
  void losesAtMostASecondAndTheNextStartRepairs() throws IOException {
    try (PacedServer server = PacedServer.start()) {
      for (Map.Entry<String, LiveEncoding> victim : VICTIMS.entrySet()) {
        broadcast(server, victim.getKey(), victim.getValue());
      }
      broadcast(server, "living", LiveEncoding.MP3_CBR);
      Path home = Files.createDirectory(directory.resolve("living"));
      try (IsrProcess living = start(server, home, Set.of("living"))) {
        Bars.awaitFiles(living, recordings(), List.of("living"));
        Map<Path, String> harmed = new TreeMap<>();
        for (int i = 0; i < KILLS; i++) {
          harmed = killOnce(server, harmed);
        }
        try (IsrProcess last = start(server, directory, VICTIMS.keySet())) {
          awaitRepaired(last, harmed);
          assertThat(last.stop()).as("%s", last).isZero();
        }
        assertThat(living.stop()).as("%s", living).isZero();
      }
    }
    VICTIMS.forEach(this::assertNothingDoubled);
    assertTheLivingOneIsUnharmed();
    FIGURES.put("repaired", repaired + " files, all checkers silent afterwards");
  }

  private void broadcast(PacedServer server, String name, LiveEncoding encoding)
      throws IOException {
    Path file = directory.resolve("station-" + name + "." + encoding.extension());
    Music.encode(file, encoding, name.length(), Duration.ofSeconds(60 + 14L * KILLS));
    stations.put(name, server.add(name, encoding, Files.readAllBytes(file)));
  }

  private IsrProcess start(PacedServer server, Path home, Set<String> sources) {
    StringBuilder toml =
        new StringBuilder(
            "[general]\noutput_directory = \"%s\"\nsplit_minutes = 0.1\n".formatted(recordings()));
    sources.forEach(name -> toml.append(Bars.source(name, server.uri(name))));
    return IsrProcess.record(home, toml.toString());
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }

  /**
   * Starts the victim, which repairs what the last one left, and kills it.
   *
   * @return the files that it left open, with their sources
   */
  private Map<Path, String> killOnce(PacedServer server, Map<Path, String> harmedBefore) {
    String[] known =
        Bars.files(recordings()).stream()
            .map(file -> file.getFileName().toString())
            .toArray(String[]::new);
    Map<String, Integer> sentBefore = new TreeMap<>();
    stations.forEach((name, station) -> sentBefore.put(name, station.sent().size()));
    try (IsrProcess victim = start(server, directory, VICTIMS.keySet())) {
      Bars.awaitFiles(victim, recordings(), VICTIMS.keySet(), known);
      awaitRepaired(victim, harmedBefore);
      Await.pass(Duration.ofMillis(random.nextInt(6_500)));
      long now = System.nanoTime();
      victim.kill();
      VICTIMS.keySet().forEach(name -> assertLittleIsMissing(name, sentBefore.get(name), now));
    }
    return leftOpen();
  }

  private Map<Path, String> leftOpen() {
    Map<Path, String> open = new TreeMap<>();
    for (String name : VICTIMS.keySet()) {
      List<Path> files = RecordedFile.paths(recordings(), name);
      Path last = files.get(files.size() - 1);
      if (Bars.isBegun(last)) {
        assertThat(Judges.ffmpegComplaints(last)).as("%s, killed", last.getFileName()).isEmpty();
      }
      if (!isTold("segment-closed", name, last)) {
        open.put(last, name);
      }
    }
    return open;
  }

  private boolean isTold(String type, String source, Path file) {
    return LedgerLine.of(recordings(), source, type).stream()
        .anyMatch(line -> line.text("path").equals(file.getFileName().toString()));
  }

  private void assertLittleIsMissing(String name, int sentBefore, long killedNanos) {
    LiveEncoding encoding = VICTIMS.get(name);
    List<StreamPacket> packets = stations.get(name).packets();
    Set<ByteBuffer> recorded =
        RecordedFile.all(recordings(), name, encoding).stream()
            .flatMap(file -> file.packets().stream())
            .map(StreamPacket::content)
            .collect(Collectors.toCollection(HashSet::new));
    long missing =
        stations.get(name).sent().stream()
            .skip(sentBefore)
            .filter(sent -> sent.nanos() <= killedNanos)
            .map(sent -> packets.get(sent.index()))
            .filter(packet -> !recorded.contains(packet.content()))
            .mapToLong(StreamPacket::sampleCount)
            .sum();
    double seconds = (double) missing / encoding.sampleRateHz();
    worst.merge(name, seconds, Math::max);
    FIGURES.put(name, "at most %.3f s missing".formatted(worst.get(name)));
    assertThat(seconds).as("seconds of %s missing", name).isLessThanOrEqualTo(ALLOWED_SECONDS);
  }

  private void awaitRepaired(IsrProcess isr, Map<Path, String> harmed) {
    harmed.forEach(
        (file, source) -> {
          Await.until(
              "repair of " + file.getFileName() + " by " + isr,
              PATIENCE,
              () -> isTold("segment-repaired", source, file));
          assertThat(Judges.complaints(file, VICTIMS.get(source)))
              .as("%s, repaired", file.getFileName())
              .isEmpty();
          repaired++;
        });
  }

  private void assertNothingDoubled(String name, LiveEncoding encoding) {
    PacketAccount account =
        PacketAccount.of(
            stations.get(name).packets(),
            RecordedFile.all(recordings(), name, encoding).stream()
                .flatMap(file -> file.packets().stream())
                .toList());
    assertThat(account.doubled() + account.foreign()).as("%s: %s", name, account).isZero();
    assertThat(account.holes()).as("%s", name).hasSizeLessThanOrEqualTo(KILLS);
  }

  private void assertTheLivingOneIsUnharmed() {
    List<RecordedFile> files = RecordedFile.all(recordings(), "living", LiveEncoding.MP3_CBR);
    PacketAccount account =
        PacketAccount.of(
            stations.get("living").packets(),
            files.stream().flatMap(file -> file.packets().stream()).toList());
    assertThat(account.isExact()).as("%s", account).isTrue();
    for (RecordedFile file : files) {
      assertThat(Judges.complaints(file.path(), file.encoding())).isEmpty();
    }
    assertThat(LedgerLine.of(recordings(), "living", "segment-repaired")).isEmpty();
    assertThat(LedgerLine.of(recordings(), "living", "gap")).isEmpty();
  }
}
