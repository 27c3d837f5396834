package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.Plugins;
import isr.testing.PulseServer;
import isr.testing.RequiresTools;
import isr.testing.ScriptedCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The application with cards that count, through libasound, to WAV and FLAC. {@code
 * -Disr.bars=full} records for five minutes and kills twenty times.
 */
@RequiresTools({"gcc", "ffmpeg", "flac", "pulseaudio", "pactl"})
@Isolated
class AlsaRecordIT {
  private static final int RATE = 44_100;
  private static final long TENTH = RATE / 10;
  private static final double INTERVAL_SECONDS = 6;
  private static final int KILLS = Bars.full() ? 20 : 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  /** A card and what it is recorded to; its files begin with its name. */
  private record Card(
      String name, String backend, String device, String format, int bits, int ppm) {
    static Card wav(String name, String script, String... arguments) {
      return new Card(name, "alsa", ScriptedCard.named(script, arguments), "wav", 16, 0);
    }

    static Card drifting(String name, String format, int bits, int ppm) {
      return new Card(name, "alsa", ScriptedCard.named("", "PPM=" + ppm), format, bits, ppm);
    }

    double rateHz() {
      return RATE * (1 + ppm * 1e-6);
    }

    String toml() {
      return """

          [sources.%s]
          type = "soundcard"
          backend = "%s"
          device = "%s"
          format = "%s"
          bits = %d
          filename_pattern = "%s_%%Y%%m%%d_%%H%%M%%S"
          """
          .formatted(name, backend, device, format, bits, name);
    }
  }

  private IsrProcess record(List<Card> cards) {
    return record(cards, ScriptedCard.compiled());
  }

  private IsrProcess record(List<Card> cards, ScriptedCard environment) {
    StringBuilder toml =
        new StringBuilder(
            """
            [general]
            output_directory = "recordings"
            split_minutes = 0.1
            max_retries = 0
            retry_delay_seconds = 0.2
            stall_seconds = 3
            """);
    cards.forEach(card -> toml.append(card.toml()));
    IsrProcess isr = IsrProcess.record(directory, environment.environment(), toml.toString());
    Bars.awaitFiles(isr, recordings(), cards.stream().map(Card::name).toList());
    return isr;
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }

  private List<Path> files(Card card) {
    return Bars.files(recordings()).stream()
        .filter(file -> file.getFileName().toString().startsWith(card.name() + "_"))
        .toList();
  }

  private CountedFrames frames(Card card) {
    return CountedFrames.of(files(card), card.bits());
  }

  private List<LedgerLine> gaps(Card card) {
    return LedgerLine.of(recordings(), card.name(), "gap");
  }

  private double gapSeconds(Card card) {
    return gaps(card).stream().mapToDouble(gap -> gap.number("lengthSeconds")).sum();
  }

  @Test
  void splitsOnTheSampleAndLosesNothing() {
    List<Card> cards =
        List.of(
            Card.wav("wav", ""),
            Card.drifting("deepwav", "wav", 24, 0),
            Card.drifting("flac", "flac", 16, 0),
            Card.drifting("deepflac", "flac", 24, 0),
            Card.drifting("fast", "wav", 16, 10_000),
            Card.drifting("slow", "flac", 16, -10_000));
    int seconds = Bars.full() ? 300 : 14;
    try (IsrProcess isr = record(cards)) {
      Await.pass(Duration.ofSeconds(seconds));
      assertThat(isr.stop()).as("%s", isr).isZero();
    }
    Map<String, String> figures = new TreeMap<>();
    for (Card card : cards) {
      assertThat(gaps(card)).isEmpty();
      List<Path> files = files(card);
      assertThat(files).hasSizeGreaterThanOrEqualTo((int) (seconds / INTERVAL_SECONDS));
      long next = -1;
      double worst = 0;
      for (Path file : files) {
        CountedFrames frames = CountedFrames.of(file, card.bits());
        assertThat(frames.jumps() + frames.filled()).as("%s", file).isZero();
        if (next >= 0) {
          assertThat(frames.first()).as("%s", file).isEqualTo(next);
          double off =
              CountedFrames.secondsFromSplit(frames.first(), card.rateHz(), INTERVAL_SECONDS);
          worst = Math.max(worst, Math.abs(off));
        }
        next = (frames.last() + 1) % (1L << 32);
        assertSilent(file);
      }
      figures.put(
          card.name(), "%d files, splits within %.2f ms".formatted(files.size(), worst * 1e3));
      assertThat(worst).as(card.name()).isLessThan(0.005);
    }
    Bars.print("ALSA, split every 6 s, " + seconds + " s", figures);
  }

  private static void assertSilent(Path file) {
    assertThat(Judges.ffmpegComplaints(file)).as("%s", file).isEmpty();
    if (file.toString().endsWith(".flac")) {
      assertThat(Judges.all("flac", "-s", "-t", file.toString())).as("%s", file).isEmpty();
    }
  }

  @Test
  void whatACardLosesIsAGapAndTheFilesStayAsLongAsTheTime() throws IOException {
    Path gone = directory.resolve("gone");
    Card stall = Card.wav("stall", "stall@176400:1500");
    Card unplugged = Card.wav("unplug", "unplug@220500", "GONE='" + gone + "'");
    List<Card> losing =
        List.of(
            Card.wav("overrun", "xrun@176400:700"),
            Card.wav("jump", "jump@176400:200"),
            Card.wav("suspend", "suspend@176400:500"),
            Card.wav("sleep", "sleep@176400:500"));
    List<Card> cards = new ArrayList<>(losing);
    cards.addAll(List.of(stall, unplugged));
    try (IsrProcess isr = record(cards)) {
      Await.until("the card to be unplugged", PATIENCE, () -> Files.exists(gone));
      Await.pass(Duration.ofMillis(1500));
      Files.delete(gone);
      Await.until("the gap by " + isr, PATIENCE, () -> !gaps(unplugged).isEmpty());
      Await.pass(Duration.ofSeconds(1));
      assertThat(isr.stop()).as("%s", isr).isZero();
    }
    assertThat(gaps(stall)).isEmpty();
    assertThat(frames(stall).jumps() + frames(stall).filled()).isZero();
    Map<String, String> figures = new TreeMap<>();
    for (Card card : losing) {
      assertThat(gaps(card)).as(card.name()).hasSize(1);
      figures.put(card.name(), assertCovers(card));
    }
    figures.put(unplugged.name(), assertCovers(unplugged));
    Bars.print("ALSA, what a card loses", figures);
  }

  /** Gaps, silence and what is missing are the same, and no sample is where it was not heard. */
  private String assertCovers(Card card) {
    CountedFrames frames = frames(card);
    long told = Math.round(gapSeconds(card) * RATE);
    assertThat(frames.missing()).as("%s: missing", card.name()).isPositive();
    assertThat(told - frames.missing()).as("%s: gap", card.name()).isBetween(-TENTH, TENTH);
    long misplaced = 0;
    long next = frames.first();
    for (Path file : files(card)) {
      // A gap may lie across a split: then the file begins with what was filled.
      CountedFrames part = CountedFrames.of(file, card.bits());
      misplaced += part.misplaced(TENTH / 10, next);
      next = part.begin(next) + part.count();
      assertSilent(file);
    }
    // What came while the card was asked what it still had from before.
    assertThat(misplaced).as("%s: misplaced", card.name()).isLessThan(TENTH / 10);
    return "%d samples missing, %d told, %d filled, %d misplaced"
        .formatted(frames.missing(), told, frames.filled(), misplaced);
  }

  @Test
  void aRecorderThatStandsStillForThreeSecondsLosesNothing() {
    List<Card> cards = List.of(Card.wav("wav", ""), Card.drifting("flac", "flac", 16, 0));
    try (IsrProcess isr = record(cards)) {
      isr.signal("STOP");
      Await.pass(Duration.ofSeconds(3));
      isr.signal("CONT");
      Await.pass(Duration.ofSeconds(3));
      assertThat(isr.stop()).as("%s", isr).isZero();
    }
    for (Card card : cards) {
      assertThat(gaps(card)).isEmpty();
      CountedFrames frames = frames(card);
      assertThat(frames.jumps() + frames.filled()).as(card.name()).isZero();
      assertThat(frames.count()).isGreaterThan(6 * RATE);
    }
  }

  @ParameterizedTest
  @CsvSource({"alsa, 100", "javasound, 300"})
  void aSoundServerThatIsKilledLeavesAGapOfThatLength(
      String backend, int toleranceMillis, @TempDir Path place) throws IOException {
    Plugins.require("libasound_module_pcm_pulse.so");
    Instant killed;
    Instant back;
    Card card;
    try (PulseServer server = new PulseServer(place)) {
      boolean alsa = backend.equals("alsa");
      card = new Card("pulse", backend, alsa ? server.monitor() : "default", "wav", 16, 0);
      ScriptedCard environment =
          ScriptedCard.compiled().withDefault(server.monitor(), place.resolve("asound.conf"));
      try (IsrProcess isr = record(List.of(card), environment)) {
        Await.pass(Duration.ofSeconds(2));
        killed = Instant.now();
        server.kill();
        Await.pass(Duration.ofSeconds(2));
        server.start();
        back = Instant.now();
        Await.until("the gap by " + isr, PATIENCE, () -> !gaps(card).isEmpty());
        Await.pass(Duration.ofSeconds(2));
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
    }
    assertThat(gaps(card)).hasSize(1);
    LedgerLine gap = gaps(card).get(0);
    Instant end = gap.time("start").plus(gap.length());
    assertThat(gap.time("start"))
        .isBetween(killed.minusMillis(400), killed.plusMillis(toleranceMillis));
    // It is tried again after waits that double, with jitter.
    assertThat(end).isBetween(back.minusMillis(500), back.plusSeconds(6));
    List<LedgerLine> opened = LedgerLine.of(recordings(), card.name(), "segment-opened");
    int before = files(card).indexOf(recordings().resolve(gap.text("before")));
    CountedFrames last = CountedFrames.of(files(card).get(before), card.bits());
    Instant heardTill = opened.get(before).time("start").plusNanos(nanos(last.count()));
    assertThat(heardTill)
        .isBetween(
            gap.time("start").minusMillis(toleranceMillis),
            gap.time("start").plusMillis(toleranceMillis));
    assertThat(opened.get(before + 1).time("start"))
        .isBetween(end.minusMillis(toleranceMillis), end.plusMillis(toleranceMillis));
    Bars.print(
        "PulseAudio killed and started again, " + backend,
        Map.of(
            "gap",
            "%.3f s, server away %.3f s"
                .formatted(
                    gap.number("lengthSeconds"), Duration.between(killed, back).toNanos() / 1e9)));
  }

  private static long nanos(long samples) {
    return samples * 1_000_000_000L / RATE;
  }

  @Test
  void aKillCostsLessThanASecondAndTheNextStartRepairs() {
    List<Card> cards = List.of(Card.wav("wav", ""), Card.drifting("flac", "flac", 24, 0));
    Random random = new Random(20_261_127);
    double worst = 0;
    for (int i = 0; i < KILLS; i++) {
      Map<Card, Path> growing = new LinkedHashMap<>();
      try (IsrProcess isr = record(cards)) {
        Await.pass(Duration.ofMillis(1500 + random.nextInt(5000)));
        Instant killed = Instant.now();
        isr.kill();
        for (Card card : cards) {
          Path file = files(card).get(files(card).size() - 1);
          growing.put(card, file);
          // A file that was begun just before may have no block yet.
          List<Path> newest =
              files(card).subList(Math.max(0, files(card).size() - 2), files(card).size()).stream()
                  .filter(Bars::isBegun)
                  .toList();
          boolean begun = Bars.isBegun(file);
          boolean alone = begun && CountedFrames.of(file, card.bits()).count() > 0;
          CountedFrames frames = CountedFrames.of(alone ? List.of(file) : newest, card.bits());
          assertThat(frames.jumps() + frames.filled()).as("%s", file).isZero();
          if (begun) {
            assertThat(Judges.ffmpegComplaints(file)).as("%s, killed", file).isEmpty();
          }
          Instant last = CountedFrames.heard(frames.last() % (1L << 32), RATE);
          worst = Math.max(worst, Duration.between(last, killed).toNanos() / 1e9);
        }
      }
      try (IsrProcess isr = record(cards)) {
        growing.forEach(
            (card, file) ->
                Await.until("repair of " + file, PATIENCE, () -> isRepaired(card, file)));
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
      List<Path> left = growing.values().stream().filter(Files::exists).toList();
      left.forEach(AlsaRecordIT::assertSilent);
      left.forEach(AlsaRecordIT::assertChecked);
    }
    Bars.print("ALSA, killed " + KILLS + " times", Map.of("missing", "%.3f s".formatted(worst)));
    assertThat(worst).isLessThan(1.0);
  }

  /** Repaired, or ended just before the kill. */
  private boolean isRepaired(Card card, Path file) {
    return Stream.of("segment-repaired", "segment-closed")
        .flatMap(type -> LedgerLine.of(recordings(), card.name(), type).stream())
        .anyMatch(line -> line.text("path").equals(file.getFileName().toString()));
  }

  private static void assertChecked(Path file) {
    Exec.Result check =
        Exec.command(IsrProcess.launcher().toString(), "check", file.toString()).run();
    assertThat(check.exitCode()).as("%s", check.stdout()).isZero();
  }
}
