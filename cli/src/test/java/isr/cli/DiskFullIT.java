package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.testing.Await;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.Music;
import isr.testing.PacedServer;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import isr.testing.TmpfsMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, or fills up, and has room again, while another source goes on elsewhere. */
@RequiresTools({"ffmpeg", "mpg123", "mp3val"})
class DiskFullIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long DISK_BYTES = 4 << 20;

  /** Four seconds of the stream. */
  private static final long BYTES_LEFT = 64 << 10;

  @TempDir Path directory;

  @Test
  void aFullDiskIsAGapThatHarmsNothing() throws IOException {
    byte[] stream = music();
    try (TmpfsMount disk = TmpfsMount.mount(directory.resolve("small"), DISK_BYTES);
        PacedServer server = PacedServer.start()) {
      List<StreamPacket> packets = server.add("full", LiveEncoding.MP3_CBR, stream).packets();
      server.add("other", LiveEncoding.MP3_CBR, stream);
      Path other = directory.resolve("other");
      try (IsrProcess isr = IsrProcess.record(directory, configuration(server, disk, other))) {
        Bars.awaitFiles(isr, disk.directory(), List.of("full"));
        Bars.awaitFiles(isr, other, List.of("other"));
        Path filler = disk.fillUntil(BYTES_LEFT);
        awaitPrinted(isr, "full: disk full: No space left");
        Await.pass(Duration.ofSeconds(7));
        Files.delete(filler);
        awaitGap(isr, disk);
        Await.pass(Duration.ofSeconds(3));
        assertThat(isr.stop()).as("%s", isr).isZero();
        assertPrintedOnce(isr, "full: disk full");
        assertPrintedOnce(isr, "full: writing again");
      }
      assertOneGap(disk.directory(), packets);
      assertUntouched(other, packets);
    }
  }

  @Test
  void aSourceThatStartsWhileTheDiskIsFullWaits() throws IOException {
    byte[] stream = music();
    try (TmpfsMount disk = TmpfsMount.mount(directory.resolve("small"), DISK_BYTES);
        PacedServer server = PacedServer.start()) {
      List<StreamPacket> packets = server.add("full", LiveEncoding.MP3_CBR, stream).packets();
      server.add("other", LiveEncoding.MP3_CBR, stream);
      Path other = directory.resolve("other");
      Path filler = disk.fillUntil(0);
      try (IsrProcess isr = IsrProcess.record(directory, configuration(server, disk, other))) {
        awaitPrinted(isr, "No space left");
        Bars.awaitFiles(isr, other, List.of("other"));
        Await.pass(Duration.ofSeconds(6));
        assertThat(RecordedFile.paths(disk.directory(), "full")).as("%s", isr).isEmpty();
        Files.delete(filler);
        Bars.awaitFiles(isr, disk.directory(), List.of("full"));
        Await.pass(Duration.ofSeconds(3));
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
      List<LedgerLine> gaps = LedgerLine.of(disk.directory(), "full", "gap");
      assertThat(gaps).hasSize(1);
      assertThat(gaps.get(0).text("cause")).contains("No space left");
      assertThat(gaps.get(0).number("lengthSeconds")).isGreaterThan(5);
      List<RecordedFile> files = RecordedFile.all(disk.directory(), "full", LiveEncoding.MP3_CBR);
      assertThat(account(packets, files).isExact()).isTrue();
      assertSilent(files);
      assertUntouched(other, packets);
    }
  }

  @Test
  void endingWhileTheDiskIsFullIsAFailure() throws IOException {
    try (TmpfsMount disk = TmpfsMount.mount(directory.resolve("small"), DISK_BYTES);
        PacedServer server = PacedServer.start()) {
      server.add("full", LiveEncoding.MP3_CBR, music());
      server.add("other", LiveEncoding.MP3_CBR, music());
      Path other = directory.resolve("other");
      try (IsrProcess isr = IsrProcess.record(directory, configuration(server, disk, other))) {
        Bars.awaitFiles(isr, disk.directory(), List.of("full"));
        disk.fillUntil(BYTES_LEFT);
        awaitPrinted(isr, "full: disk full");
        Await.pass(Duration.ofSeconds(2));
        assertThat(isr.stop()).as("%s", isr).isEqualTo(1);
        assertPrintedOnce(isr, "full: stopped while nothing could be written to");
      }
      assertSilent(RecordedFile.all(disk.directory(), "full", LiveEncoding.MP3_CBR));
      assertSilent(RecordedFile.all(other, "other", LiveEncoding.MP3_CBR));
    }
  }

  @Test
  void aDirectoryThatCanNotBeMadeIsWaitedFor() throws IOException {
    byte[] stream = music();
    Path inTheWay = Files.createFile(directory.resolve("way"));
    Path late = inTheWay.resolve("late");
    Path other = directory.resolve("other");
    try (PacedServer server = PacedServer.start()) {
      List<StreamPacket> packets = server.add("late", LiveEncoding.MP3_CBR, stream).packets();
      server.add("other", LiveEncoding.MP3_CBR, stream);
      String toml =
          "[general]\nsplit_minutes = 0.1\n"
              + Bars.source("late", server.uri("late"), "output_directory = \"%s\"".formatted(late))
              + Bars.source(
                  "other", server.uri("other"), "output_directory = \"%s\"".formatted(other));
      try (IsrProcess isr = IsrProcess.record(directory, toml)) {
        awaitPrinted(isr, "late: output directory " + late + " can not be written");
        Bars.awaitFiles(isr, other, List.of("other"));
        Files.delete(inTheWay);
        Bars.awaitFiles(isr, late, List.of("late"));
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
      assertThat(LedgerLine.of(late, "late", "gap")).hasSize(1);
      assertThat(LedgerLine.of(late, "late", "gap").get(0).text("cause"))
          .containsIgnoringCase("not a directory");
      List<RecordedFile> files = RecordedFile.all(late, "late", LiveEncoding.MP3_CBR);
      assertThat(account(packets, files).isExact()).isTrue();
      assertUntouched(other, packets);
    }
  }

  private static void awaitGap(IsrProcess isr, TmpfsMount disk) {
    Await.value(
        "a gap in the ledger",
        PATIENCE,
        () -> LedgerLine.of(disk.directory(), "full", "gap").stream().findAny(),
        isr::toString);
  }

  private static void assertPrintedOnce(IsrProcess isr, String text) {
    assertThat(isr.stderr().lines().filter(line -> line.contains(text))).as("%s", isr).hasSize(1);
  }

  private byte[] music() throws IOException {
    Path file = directory.resolve("station.mp3");
    return Files.readAllBytes(Music.encode(file, LiveEncoding.MP3_CBR, 1, Duration.ofMinutes(3)));
  }

  private static String configuration(PacedServer server, TmpfsMount disk, Path other) {
    return "[general]\nsplit_minutes = 0.1\n"
        + Bars.source(
            "full", server.uri("full"), "output_directory = \"%s\"".formatted(disk.directory()))
        + Bars.source("other", server.uri("other"), "output_directory = \"%s\"".formatted(other));
  }

  private static void awaitPrinted(IsrProcess isr, String text) {
    Await.value(
        "the message: " + text,
        PATIENCE,
        () -> isr.stderr().contains(text) ? Optional.of(true) : Optional.empty(),
        isr::toString);
  }

  private static void assertOneGap(Path recordings, List<StreamPacket> packets) throws IOException {
    List<RecordedFile> files = RecordedFile.all(recordings, "full", LiveEncoding.MP3_CBR);
    PacketAccount account = account(packets, files);
    List<LedgerLine> gaps = LedgerLine.of(recordings, "full", "gap");
    double lost = account.lost() * 1152.0 / 44_100;
    Bars.print("full disk", Map.of("gap", "ledger %s, really %.3f s".formatted(gaps.get(0), lost)));
    assertThat(gaps).hasSize(1);
    assertThat(gaps.get(0).text("cause")).contains("No space left");
    assertThat(account.holes()).hasSize(1);
    assertThat(account.doubled() + account.foreign()).as("%s", account).isZero();
    assertThat(gaps.get(0).number("lengthSeconds")).isCloseTo(lost, within(1e-6));
    assertThat(gaps.get(0).number("skippedBytes"))
        .isEqualTo(bytesIn(account.holes().get(0), packets));
    assertThat(sessions(recordings)).as("connections").hasSize(1);
    assertNoLineIsTorn(recordings);
    assertSilent(files);
  }

  private static double bytesIn(PacketAccount.Hole hole, List<StreamPacket> packets) {
    return packets.subList(hole.from(), hole.to()).stream()
        .mapToLong(packet -> packet.content().remaining())
        .sum();
  }

  private static Set<String> sessions(Path recordings) {
    return LedgerLine.of(recordings, "full", "segment-opened").stream()
        .map(line -> line.text("session"))
        .collect(Collectors.toSet());
  }

  private static void assertNoLineIsTorn(Path recordings) throws IOException {
    for (Path day : Bars.files(recordings.resolve(".isr/ledger"))) {
      assertThat(Files.readAllLines(day)).allMatch(line -> line.matches("\\{\"type\":.*\\}"));
      assertThat(Files.readAllLines(day)).doesNotHaveDuplicates();
    }
  }

  private static void assertUntouched(Path recordings, List<StreamPacket> packets) {
    List<RecordedFile> files = RecordedFile.all(recordings, "other", LiveEncoding.MP3_CBR);
    PacketAccount account = account(packets, files);
    assertThat(account.isExact()).as("%s", account).isTrue();
    assertThat(LedgerLine.of(recordings, "other", "gap")).isEmpty();
    assertSilent(files);
  }

  private static PacketAccount account(List<StreamPacket> packets, List<RecordedFile> files) {
    return PacketAccount.of(
        packets, files.stream().flatMap(file -> file.packets().stream()).toList());
  }

  private static void assertSilent(List<RecordedFile> files) {
    for (RecordedFile file : files) {
      assertThat(Judges.complaints(file.path(), file.encoding()))
          .as("%s", file.path().getFileName())
          .isEmpty();
    }
  }
}
