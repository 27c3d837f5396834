package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.MonotonicClock;
import isr.capture.CaptureSources;
import isr.format.MediaFormats;
import isr.format.adts.AdtsFrames;
import isr.format.mpeg.TestFrames;
import isr.format.ogg.TestPages;
import isr.media.FileReport;
import isr.recorder.Recorder;
import isr.recorder.RetryPolicy;
import isr.recorder.SourceSettings;
import isr.recorder.SourceStatus;
import isr.segment.FilenamePattern;
import isr.testing.Await;
import isr.testing.HostileServer;
import isr.testing.Material;
import isr.testing.Mischief;
import isr.testing.StreamPacket;
import isr.testing.StreamPackets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One recorder, and at each of its sources but one a server that does something else to it: what is
 * recorded, what is said, and that the good one loses nothing.
 */
class HostileServersTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration STALL = Duration.ofSeconds(1);

  /** For those that are not to be taken for hanging when the machine is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration RETRY_DELAY = Duration.ofMillis(300);

  /** A fraction of the shortest wait, which is as long as a message is shown. */
  private static final Duration LISTENING = Duration.ofMillis(40);

  private static final String GOOD = "good";
  private static final String WELL_AGAIN = "well-again";
  private static final List<byte[]> GOOD_FRAMES = mp3(400, 1000);
  private static final byte[] MORE_FRAME = TestFrames.frame(TestFrames.V1_L3, 5000);

  @TempDir static Path directory;

  private static final Map<String, SaidLog> SAID = new ConcurrentHashMap<>();
  private static HostileServer server;
  private static Recorder recorder;
  private static Thread listener;
  private static volatile boolean goodIsSent;

  @BeforeAll
  static void record() throws IOException {
    Material material = material();
    server = HostileServer.start();
    List<SourceSettings> sources = new ArrayList<>();
    for (Mischief mischief : Mischief.values()) {
      server.on("/" + name(mischief), (visitor, count) -> mischief.play(material, visitor));
      sources.add(settings(name(mischief), STALL));
    }
    server.on("/" + GOOD, HostileServersTest::playGood);
    sources.add(settings(GOOD, PATIENCE));
    server.on("/" + WELL_AGAIN, (visitor, count) -> playWellAgain(material, visitor, count));
    sources.add(settings(WELL_AGAIN, PATIENCE));
    HttpCaptureSource provider = new HttpCaptureSource(MediaFormats::framer, Running.BEAT);
    recorder =
        new Recorder(
            sources,
            new CaptureSources(List.of(provider)),
            source -> SAID.computeIfAbsent(source.name(), name -> new SaidLog()),
            MonotonicClock.system(),
            InstantSource.system());
    listener = new Thread(HostileServersTest::listen, "listener");
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * Notes what the status of each source shows, from the start on: by the turn of its test a source
   * may wait for most of a minute, with something else to say.
   */
  private static void listen() {
    while (!Thread.currentThread().isInterrupted()) {
      for (SourceStatus status : recorder.status()) {
        status.message().ifPresent(SAID.get(status.name())::say);
      }
      LockSupport.parkNanos(LISTENING.toNanos());
    }
  }

  @AfterAll
  static void stop() throws IOException {
    listener.interrupt();
    recorder.close();
    Set<SourceStatus.State> ended = Set.of(SourceStatus.State.STOPPED, SourceStatus.State.GAVE_UP);
    Await.until( // a busy machine may still be writing what a flood has brought
        "the end of all",
        LIMIT,
        () -> recorder.status().stream().allMatch(source -> ended.contains(source.state())));
    server.close();
  }

  private static SourceSettings settings(String name, Duration stall) {
    return new SourceSettings(
        name,
        StreamSpec.of(server.url("/" + name)),
        directory.resolve(name),
        new FilenamePattern("%H%M%S"),
        Duration.ofHours(24),
        ZoneOffset.UTC,
        new RetryPolicy(0, RETRY_DELAY),
        stall,
        Duration.ofSeconds(10));
  }

  private static void playGood(HostileServer.Visitor visitor, int count) throws Exception {
    visitor.head("HTTP/1.0 200 OK", "Content-Type: audio/mpeg");
    for (byte[] frame : GOOD_FRAMES) {
      visitor.send(frame);
      Thread.sleep(10);
    }
    goodIsSent = true;
    while (true) { // until he is gone
      visitor.send(MORE_FRAME);
      Thread.sleep(100);
    }
  }

  private static void playWellAgain(Material material, HostileServer.Visitor visitor, int count)
      throws Exception {
    if (count < 3) {
      visitor.head("HTTP/1.0 " + List.of("404 No", "403 No", "503 Busy").get(count));
    } else {
      visitor.head("HTTP/1.0 200 OK").send(material.mp3()).untilGone();
    }
  }

  @Test
  void isRecordedAsSoonAsItIsWellAgain() {
    Await.until("its file", LIMIT, () -> !SAID.get(WELL_AGAIN).files().isEmpty());
    Await.until("the gap before", LIMIT, () -> !SAID.get(WELL_AGAIN).lines().isEmpty());
    assertThat(SAID.get(WELL_AGAIN).lines())
        .anyMatch(line -> line.endsWith("the station is off the air, or the address is wrong"));
  }

  @ParameterizedTest
  @EnumSource
  void hasAStatedOutcome(Mischief mischief) {
    String name = name(mischief);
    Pattern words = Pattern.compile(mischief.words());
    Await.value(
        mischief.what(),
        LIMIT,
        () -> {
          boolean told =
              SAID.get(name).lines().stream().anyMatch(line -> words.matcher(line).find());
          boolean kept = SAID.get(name).files().size() >= mischief.files();
          return told && kept ? Optional.of(true) : Optional.empty();
        },
        () -> SAID.get(name).lines() + " " + SAID.get(name).files() + " " + status(name));
    if (mischief.files() == 0) {
      assertThat(SAID.get(name).files()).isEmpty();
    }
    assertThat(SAID.get(name).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(500));
  }

  @Test
  void noneOfThemTouchesTheGoodOne() throws Exception {
    Await.until("the good one's last frame", LIMIT, () -> goodIsSent);
    Await.until("its recording", LIMIT, () -> recordedGood().size() >= GOOD_FRAMES.size());
    assertThat(SAID.get(GOOD).lines()).isEmpty();
    assertThat(SAID.get(GOOD).files()).hasSize(1);
    List<ByteBuffer> recorded = recordedGood();
    List<ByteBuffer> sent = GOOD_FRAMES.stream().map(ByteBuffer::wrap).toList();
    assertThat(recorded.subList(0, sent.size())).isEqualTo(sent);
  }

  /** Without the two frames that every file begins with, one with its length and a silent one. */
  private static List<ByteBuffer> recordedGood() throws IOException {
    List<Path> files = SAID.get(GOOD).files();
    return files.isEmpty()
        ? List.of()
        : StreamPackets.mpeg(Files.readAllBytes(files.get(0))).stream()
            .skip(2)
            .map(StreamPacket::content)
            .toList();
  }

  @Test
  void everyFileThatIsLeftIsWhole() throws IOException {
    Await.until("files", LIMIT, () -> SAID.values().stream().anyMatch(s -> !s.closed.isEmpty()));
    for (SaidLog said : SAID.values()) {
      for (Path file : said.closed) {
        try (FileChannel channel = FileChannel.open(file)) {
          FileReport report = MediaFormats.forFile(file).orElseThrow().inspect(channel);
          assertThat(report.faults()).as("%s", file).isEmpty();
          assertThat(report.packetCount()).as("%s", file).isPositive();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EMPTY", "NOT_FOUND", "HTML", "REDIRECT_TO_FILE"})
  void isAskedLessAndLessOften(Mischief mischief) {
    String path = "/" + name(mischief);
    Await.until("four visits", LIMIT, () -> visits(path).size() >= 4);
    List<Long> visits = visits(path);
    long least = RETRY_DELAY.toNanos() * 8 / 10;
    for (int i = 1; i < 4; i++) {
      assertThat(visits.get(i) - visits.get(i - 1)).as("wait %d", i).isGreaterThanOrEqualTo(least);
      least *= 2;
    }
  }

  /** When an attempt began: what came within a moment of each other belongs to one. */
  private static List<Long> visits(String path) {
    List<Long> attempts = new ArrayList<>();
    for (long visit : server.visits(path)) {
      if (attempts.isEmpty()
          || visit - attempts.get(attempts.size() - 1) > RETRY_DELAY.toNanos() / 3) {
        attempts.add(visit);
      }
    }
    return attempts;
  }

  @Test
  void theDocumentationNamesEach() throws IOException {
    String table = Files.readString(Path.of("..", "docs", "servers.md"));
    Set<String> missing = ConcurrentHashMap.newKeySet();
    Stream.of(Mischief.values())
        .filter(mischief -> !table.contains("| " + mischief.what() + " |"))
        .forEach(mischief -> missing.add(mischief.what()));
    assertThat(missing).isEmpty();
  }

  private static SourceStatus status(String name) {
    return recorder.status().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static String name(Mischief mischief) {
    return mischief.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Material material() {
    ByteArrayOutputStream mono = new ByteArrayOutputStream();
    mono.writeBytes(TestPages.page(2, 0, 8, 0, TestPages.head(1, 312)));
    mono.writeBytes(TestPages.page(0, 0, 8, 1, TestPages.tags()));
    for (int i = 1; i <= 8; i++) {
      mono.writeBytes(TestPages.audioPage(i == 8 ? 4 : 0, 8, i, 4));
    }
    return Material.of(
        TestFrames.frames(TestFrames.V1_L3, 60),
        AdtsFrames.frames(AdtsFrames.AdtsKind.LC, 60),
        TestPages.stream(7, 8),
        mono.toByteArray());
  }

  private static List<byte[]> mp3(int count, int seed) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(TestFrames.frame(TestFrames.V1_L3, seed + i));
    }
    return frames;
  }
}
