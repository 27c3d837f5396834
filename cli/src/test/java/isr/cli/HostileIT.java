package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.HostileServer;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.Material;
import isr.testing.Mischief;
import isr.testing.Music;
import isr.testing.PacedServer;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty sources, half of them at servers that misbehave, each time in another way: the others lose
 * nothing, and the recorder does not grow. {@code -Disr.bars=full} goes on for ten minutes.
 */
@RequiresTools({"ffmpeg", "ps"})
class HostileIT {
  private static final Duration LENGTH = Duration.ofSeconds(Bars.full() ? 600 : 30);
  private static final Duration WARM_UP = Duration.ofSeconds(Bars.full() ? 120 : 12);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final int EACH = 10;

  /** Any number without common divisor with the number of rows: each source meets all of them. */
  private static final int STRIDE = 7;

  /** Connections that are being made, threads that make them: the bad half, at most. */
  private static final int SWING = 2 * EACH + 6;

  private static final long HEAP_SWING_BYTES = 6 << 20;

  private static final String GENERAL =
      """
      [general]
      output_directory = "recordings"
      split_minutes = 0.5
      max_retries = 0
      retry_delay_seconds = 0.2
      stall_seconds = 3
      """;

  private static final List<Mischief> ROWS = List.of(Mischief.values());

  @TempDir Path directory;

  private final Map<String, Integer> played = new ConcurrentHashMap<>();

  /** What the process holds. */
  private record Held(long threads, long files, long residentKb) {
    static Held of(long pid) throws IOException {
      String status = Files.readString(Path.of("/proc/" + pid + "/status"));
      try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
        return new Held(number(status, "Threads:"), files.count(), number(status, "VmRSS:"));
      }
    }

    private static long number(String status, String key) {
      Matcher matcher = Pattern.compile(key + "\\s+(\\d+)").matcher(status);
      assertThat(matcher.find()).isTrue();
      return Long.parseLong(matcher.group(1));
    }
  }

  @Test
  void halfOfTheSourcesMisbehaveAndTheOtherHalfLosesNothing() throws Exception {
    Material material = material();
    try (PacedServer good = PacedServer.start();
        HostileServer bad = HostileServer.start()) {
      Map<String, PacedServer.Station> stations = stations(good);
      StringBuilder toml = new StringBuilder(GENERAL);
      stations.keySet().forEach(name -> toml.append(Bars.source(name, good.uri(name))));
      for (int i = 0; i < EACH; i++) {
        int first = i * ROWS.size() / EACH;
        bad.on("/bad" + i, (visitor, count) -> play(first + STRIDE * count, material, visitor));
        toml.append(Bars.source("bad" + i, URI.create(bad.url("/bad" + i))));
      }
      try (IsrProcess isr = IsrProcess.record(directory, toml.toString())) {
        Bars.awaitFiles(isr, recordings(), stations.keySet());
        watch(isr);
        stations.forEach((name, station) -> assertThat(station.sent()).as(name).isNotEmpty());
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
      stations.forEach(this::assertExact);
      stations.keySet().forEach(this::assertGood);
      assertNoEmptyFiles();
      assertThat(played).hasSizeGreaterThan(ROWS.size() / 2);
    }
  }

  private void assertGood(String name) {
    List<String> command = new ArrayList<>(List.of("check"));
    RecordedFile.paths(recordings(), name).forEach(file -> command.add(file.toString()));
    try (IsrProcess check = IsrProcess.start(directory, command.toArray(String[]::new))) {
      assertThat(check.exitCode(Duration.ofMinutes(2))).as("%s", check).hasValue(0);
    }
  }

  /** Damage may have left faults in the files of the others, but each of them has audio. */
  private void assertNoEmptyFiles() {
    try (IsrProcess check = IsrProcess.start(directory, "check", "recordings")) {
      assertThat(check.exitCode(Duration.ofMinutes(2))).isPresent();
      assertThat(check.stdout().lines().filter(line -> line.startsWith("recordings/")))
          .isNotEmpty()
          .allMatch(line -> line.matches(".* [1-9][0-9]* packets, .*"));
    }
  }

  private void play(int index, Material material, HostileServer.Visitor visitor) throws Exception {
    Mischief mischief = ROWS.get(index % ROWS.size());
    played.merge(mischief.name(), 1, Integer::sum);
    mischief.play(material, visitor);
  }

  /**
   * Looks at the process until the time is up, and compares the end with the time after warm-up.
   */
  private void watch(IsrProcess isr) throws IOException {
    Await.pass(WARM_UP);
    long heapBefore = heapBytes(isr.pid());
    List<Held> looks = new ArrayList<>();
    long end = System.nanoTime() + LENGTH.minus(WARM_UP).toNanos();
    while (System.nanoTime() < end) {
      assertThat(isr.isAlive()).as("%s", isr).isTrue();
      looks.add(Held.of(isr.pid()));
      Await.pass(LOOK_EVERY);
    }
    long heapAfter = heapBytes(isr.pid());
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("threads", least(looks, Held::threads) + " to " + most(looks, Held::threads));
    figures.put("open files", least(looks, Held::files) + " to " + most(looks, Held::files));
    figures.put(
        "resident kB", least(looks, Held::residentKb) + " to " + most(looks, Held::residentKb));
    figures.put(
        "heap after collection", heapBefore / 1024 + " kB, then " + heapAfter / 1024 + " kB");
    figures.put(
        "mischief",
        played.values().stream().mapToInt(n -> n).sum()
            + " times, "
            + played.size()
            + " kinds of "
            + ROWS.size());
    Bars.print("twenty sources, half of them hostile, " + LENGTH.toSeconds() + " s", figures);
    assertThat(most(looks, Held::threads) - least(looks, Held::threads)).isLessThan(SWING);
    assertThat(most(looks, Held::files) - least(looks, Held::files)).isLessThan(2 * SWING);
    assertThat(heapAfter - heapBefore).isLessThan(HEAP_SWING_BYTES);
  }

  private static long least(List<Held> looks, ToLongFunction<Held> of) {
    return looks.stream().mapToLong(of).min().orElseThrow();
  }

  private static long most(List<Held> looks, ToLongFunction<Held> of) {
    return looks.stream().mapToLong(of).max().orElseThrow();
  }

  /** What is left of the heap after a collection. */
  private static long heapBytes(long pid) {
    jcmd(pid, "GC.run");
    Matcher used =
        Pattern.compile("(?:total|used) \\d+K, used (\\d+)K").matcher(jcmd(pid, "GC.heap_info"));
    long kilobytes = 0;
    while (used.find()) {
      kilobytes += Long.parseLong(used.group(1));
    }
    assertThat(kilobytes).isPositive();
    return kilobytes * 1024;
  }

  private static String jcmd(long pid, String command) {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return Exec.command(program, "" + pid, command).run().orFail().stdout();
  }

  private Map<String, PacedServer.Station> stations(PacedServer server) throws IOException {
    Duration length = LENGTH.plusMinutes(2);
    Map<String, PacedServer.Station> stations = new LinkedHashMap<>();
    Map<LiveEncoding, byte[]> streams = new LinkedHashMap<>();
    LiveEncoding[] encodings = {LiveEncoding.MP3_CBR, LiveEncoding.AAC, LiveEncoding.OPUS};
    for (LiveEncoding encoding : encodings) {
      streams.put(encoding, encode(encoding, length));
    }
    for (int i = 0; i < EACH; i++) {
      LiveEncoding encoding = encodings[i % encodings.length];
      stations.put("good" + i, server.add("good" + i, encoding, streams.get(encoding)));
    }
    return stations;
  }

  private byte[] encode(LiveEncoding encoding, Duration length) throws IOException {
    Path file = directory.resolve("station." + encoding.extension());
    return Files.readAllBytes(Music.encode(file, encoding, 1, length));
  }

  private Material material() throws IOException {
    Duration length = Duration.ofSeconds(3);
    Path mono = directory.resolve("mono.opus");
    Exec.command(
            List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "sine=440",
                "-t",
                "3",
                "-ac",
                "1",
                "-ar",
                "48000",
                "-c:a",
                "libopus",
                "-page_duration",
                "200000",
                "-f",
                "ogg",
                mono.toString()))
        .run()
        .orFail();
    return Material.of(
        encode(LiveEncoding.MP3_CBR, length),
        encode(LiveEncoding.AAC, length),
        opus(),
        Files.readAllBytes(mono));
  }

  /** With pages that are short enough for one of them to be missing. */
  private byte[] opus() throws IOException {
    Path stereo = directory.resolve("stereo.opus");
    Exec.command(
            List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "sine=330",
                "-t",
                "3",
                "-ac",
                "2",
                "-ar",
                "48000",
                "-c:a",
                "libopus",
                "-page_duration",
                "200000",
                "-f",
                "ogg",
                stereo.toString()))
        .run()
        .orFail();
    return Files.readAllBytes(stereo);
  }

  private void assertExact(String name, PacedServer.Station station) {
    LiveEncoding encoding = encodingOf(name);
    List<StreamPacket> recorded =
        RecordedFile.all(recordings(), name, encoding).stream()
            .flatMap(file -> file.packets().stream())
            .toList();
    PacketAccount account = PacketAccount.of(station.packets(), recorded);
    List<PacedServer.Sent> sent = station.sent();
    assertThat(account.isExact()).as("%s: %s", name, account).isTrue();
    assertThat(account.first()).as(name).isEqualTo(sent.get(0).index());
    // What was sent while the recorder was ending is another matter.
    assertThat(account.last()).as(name).isGreaterThan(sent.get(sent.size() - 1).index() - 200);
    assertThat(LedgerLine.of(recordings(), name, "gap")).as(name).isEmpty();
  }

  private static LiveEncoding encodingOf(String name) {
    int number = Integer.parseInt(name.substring("good".length()));
    return List.of(LiveEncoding.MP3_CBR, LiveEncoding.AAC, LiveEncoding.OPUS).get(number % 3);
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }
}
