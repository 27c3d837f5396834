package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.testing.Await;
import isr.testing.Icecast;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.LiveSource;
import isr.testing.NetworkPath;
import isr.testing.RawClient;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What breaks between a station and the recorder, and what the files and the ledger say about it.
 * {@code -Disr.bars=full} cuts the path for 30 s, with the usual patience of 20 s.
 */
@RequiresTools({"icecast2", "ffmpeg", "mpg123", "mp3val", "opusinfo", "oggz-validate"})
class OutageIT {
  private static final Duration OUTAGE = Duration.ofSeconds(5);
  private static final Duration CUT = Duration.ofSeconds(Bars.full() ? 30 : 12);
  private static final int STALL_SECONDS = Bars.full() ? 20 : 6;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How exactly a gap's length is to be known, in seconds. */
  private static final double TOLERANCE_SECONDS = 0.5;

  private static final Map<String, String> FIGURES =
      Collections.synchronizedMap(new LinkedHashMap<>());

  @TempDir Path directory;

  @AfterAll
  static void printFigures() {
    Bars.print("outages", FIGURES);
  }

  @Test
  void aStoppedServerIsOneGapOfTheRightLength() throws IOException {
    try (Icecast icecast = Icecast.start(directory)) {
      LiveSource source = LiveSource.start(icecast, "a", LiveEncoding.MP3_CBR, 1);
      RawClient before = RawClient.connect(icecast.mount("a"));
      try (IsrProcess isr = record(Bars.source("a", icecast.mount("a")))) {
        awaitSeconds(isr, 5);
        icecast.stop();
        source.close();
        Await.pass(OUTAGE);
        icecast.restart();
        try (LiveSource again = LiveSource.start(icecast, "a", LiveEncoding.MP3_CBR, 99);
            RawClient after = RawClient.connect(icecast.mount("a"))) {
          awaitSecondConnection(isr);
          assertThat(again.isAlive()).isTrue();
          assertThat(isr.stop()).as("%s", isr).isZero();
          assertStoppedServer(before, after);
        }
      } finally {
        source.close();
        before.close();
      }
    }
  }

  /** The new server's stream has nothing in common with the old one's. */
  private void assertStoppedServer(RawClient before, RawClient after) {
    List<RecordedFile> files = RecordedFile.all(recordings(), "a", LiveEncoding.MP3_CBR);
    LedgerLine gap = onlyGap("a");
    int split = indexOf(files, gap.text("after"));
    Take old = take(before, files.subList(0, split));
    Take fresh = take(after, files.subList(split, files.size()));
    assertThat(old.account().isExact()).as("before: %s", old.account()).isTrue();
    assertThat(fresh.account().isExact()).as("after: %s", fresh.account()).isTrue();
    // Nothing that the old server sent is missing, nor what the new one had from its first frame.
    assertThat(old.account().last()).isEqualTo(old.packets().size() - 1);
    assertThat(fresh.account().first()).isZero();
    Duration missing =
        Duration.between(old.heard(old.account().last()), fresh.heard(fresh.account().first()));
    assertLength(gap, missing, "stopped");
    assertSilent(files);
  }

  @Test
  void aCutPathIsOneGapOfTheRightLength() throws IOException {
    try (Icecast icecast = Icecast.start(directory);
        LiveSource source = LiveSource.start(icecast, "a", LiveEncoding.MP3_CBR, 2);
        RawClient listener = RawClient.connect(icecast.mount("a"));
        NetworkPath path = NetworkPath.to(icecast.port());
        IsrProcess isr =
            record(
                Bars.source(
                    "a", path.through(icecast.mount("a")), "stall_seconds = " + STALL_SECONDS))) {
      awaitSeconds(isr, 5);
      path.cut();
      Await.pass(CUT);
      path.heal();
      awaitSecondConnection(isr);
      assertThat(isr.stop()).as("%s", isr).isZero();
      assertThat(source.isAlive()).isTrue();
      Take take = take(listener, RecordedFile.all(recordings(), "a", LiveEncoding.MP3_CBR));
      assertThat(take.account().holes()).hasSize(1);
      assertThat(take.account().doubled() + take.account().foreign()).isZero();
      PacketAccount.Hole hole = take.account().holes().get(0);
      long lost = (hole.to() - hole.from()) * 1152L;
      assertLength(onlyGap("a"), take.duration(lost), "cut");
      assertSilent(take.segments());
    }
  }

  @Test
  void aPausedServerThatDeliversIsNoGapButLate() throws IOException {
    try (Icecast icecast = Icecast.start(directory);
        LiveSource source = LiveSource.start(icecast, "a", LiveEncoding.MP3_CBR, 3);
        RawClient listener = RawClient.connect(icecast.mount("a"));
        IsrProcess isr = record(Bars.source("a", icecast.mount("a")))) {
      awaitSeconds(isr, 5);
      icecast.pause();
      Await.pass(OUTAGE);
      icecast.resume();
      Await.until(
          "a note of the pause",
          PATIENCE,
          () -> !LedgerLine.of(recordings(), "a", "late").isEmpty());
      assertThat(isr.stop()).as("%s", isr).isZero();
      assertThat(source.isAlive()).isTrue();
      Take take = take(listener, RecordedFile.all(recordings(), "a", LiveEncoding.MP3_CBR));
      assertThat(take.account().isExact()).as("%s", take.account()).isTrue();
      assertThat(LedgerLine.of(recordings(), "a", "gap")).isEmpty();
      List<LedgerLine> late = LedgerLine.of(recordings(), "a", "late");
      assertThat(late).hasSize(1);
      assertThat(late.get(0).number("lengthSeconds")).isCloseTo(5, within(1.0));
      assertThat(late.get(0).json()).contains("\"caughtUp\":true");
      FIGURES.put("paused", "no packet lost; " + late.get(0));
      assertSilent(take.segments());
    }
  }

  @Test
  void whatTheServerRepeatsAfterAReconnectIsDropped() throws IOException {
    try (Icecast icecast = Icecast.start(directory);
        LiveSource mp3 = LiveSource.start(icecast, "a", LiveEncoding.MP3_CBR, 4);
        LiveSource opus = LiveSource.start(icecast, "b", LiveEncoding.OPUS, 5);
        RawClient listenerA = RawClient.connect(icecast.mount("a"));
        RawClient listenerB = RawClient.connect(icecast.mount("b"));
        NetworkPath path = NetworkPath.to(icecast.port());
        IsrProcess isr =
            record(
                Bars.source("a", path.through(icecast.mount("a"))),
                Bars.source("b", path.through(icecast.mount("b"))))) {
      awaitSeconds(isr, 6);
      int connections = path.connections();
      path.reset();
      Await.pass(Duration.ofSeconds(1));
      path.heal();
      Await.until("reconnect", PATIENCE, () -> path.connections() >= connections + 2);
      Await.pass(Duration.ofSeconds(4));
      assertThat(isr.stop()).as("%s", isr).isZero();
      assertThat(mp3.isAlive() && opus.isAlive()).isTrue();
      assertExactJoint(
          Take.of("a", LiveEncoding.MP3_CBR, listenerA, recordings()),
          file -> Judges.ffmpeg(file, LiveEncoding.MP3_CBR),
          0);
      assertExactJoint(
          Take.of("b", LiveEncoding.OPUS, listenerB, recordings()), Judges::opusdec, 1);
    }
  }

  private void assertExactJoint(
      Take take, java.util.function.Function<Path, short[]> decoder, int allowed) {
    assertThat(take.account().isExact()).as("%s: %s", take, take.account()).isTrue();
    assertThat(LedgerLine.of(recordings(), take.name(), "gap")).isEmpty();
    assertThat(LedgerLine.of(recordings(), take.name(), "segment-closed"))
        .extracting(line -> line.text("reason"))
        .anyMatch(reason -> !reason.equals("split") && !reason.equals("stopped"));
    DecodedAccount decoded = DecodedAccount.of(take, 32, directory, decoder);
    FIGURES.put(
        "reset " + take.encoding().extension(),
        "%d packets, 0 lost or doubled, %d samples lost or doubled, at most %d LSB off"
            .formatted(
                take.account().recorded(),
                Math.abs(decoded.found() - decoded.expected()),
                decoded.largest()));
    assertThat(decoded.found()).isEqualTo(decoded.expected());
    assertThat(decoded.largest()).isLessThanOrEqualTo(allowed);
    assertSilent(take.segments());
  }

  private IsrProcess record(String... sources) throws IOException {
    Files.createDirectories(recordings());
    return IsrProcess.record(
        directory,
        "[general]\noutput_directory = \"recordings\"\nsplit_minutes = 0.1\n"
            + "retry_delay_seconds = 1\nmax_retries = 0\n"
            + String.join("", sources));
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }

  private void awaitSeconds(IsrProcess isr, int seconds) {
    Bars.awaitFiles(isr, recordings(), List.of("a"));
    Await.pass(Duration.ofSeconds(seconds));
  }

  /** Waits until audio is written again, which the gap's line says, and then some. */
  private void awaitSecondConnection(IsrProcess isr) {
    Await.until(
        "a gap in the ledger by " + isr,
        PATIENCE,
        () -> !LedgerLine.of(recordings(), "a", "gap").isEmpty());
    Await.pass(Duration.ofSeconds(2));
  }

  private LedgerLine onlyGap(String source) {
    List<LedgerLine> gaps = LedgerLine.of(recordings(), source, "gap");
    assertThat(gaps).hasSize(1);
    return gaps.get(0);
  }

  private static Take take(RawClient listener, List<RecordedFile> files) {
    return Take.of("a", LiveEncoding.MP3_CBR, listener, files);
  }

  private static int indexOf(List<RecordedFile> files, String name) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).path().getFileName().toString().equals(name)) {
        return i;
      }
    }
    throw new AssertionError("no file " + name + " among " + files.size());
  }

  private static void assertLength(LedgerLine gap, Duration missing, String name) {
    FIGURES.put(
        name,
        String.format(
            Locale.ROOT,
            "ledger %.3f s, really %.3f s (%s)",
            gap.number("lengthSeconds"),
            missing.toNanos() / 1e9,
            gap.text("cause")));
    assertThat(gap.number("lengthSeconds"))
        .as("%s", gap)
        .isCloseTo(missing.toNanos() / 1e9, within(TOLERANCE_SECONDS));
  }

  private static void assertSilent(List<RecordedFile> files) {
    for (RecordedFile file : files) {
      assertThat(Judges.complaints(file.path(), file.encoding()))
          .as("%s", file.path().getFileName())
          .isEmpty();
    }
  }
}
