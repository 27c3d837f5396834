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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up under one source, and has room again, while another goes on elsewhere. */
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
        awaitPrinted(isr, "full: writing failed");
        Await.pass(Duration.ofSeconds(3));
        Files.delete(filler);
        Await.value(
            "a gap in the ledger",
            PATIENCE,
            () -> LedgerLine.of(disk.directory(), "full", "gap").stream().findAny(),
            isr::toString);
        Await.pass(Duration.ofSeconds(3));
        assertThat(isr.stop()).as("%s", isr).isZero();
        assertThat(isr.stderr().lines().filter(line -> line.contains("full: writing failed")))
            .as("%s", isr)
            .hasSize(1);
      }
      assertOneGap(disk.directory(), packets);
      assertUntouched(other, packets);
    }
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

  private static void assertOneGap(Path recordings, List<StreamPacket> packets) {
    List<RecordedFile> files = RecordedFile.all(recordings, "full", LiveEncoding.MP3_CBR);
    PacketAccount account = account(packets, files);
    List<LedgerLine> gaps = LedgerLine.of(recordings, "full", "gap");
    double lost = account.lost() * 1152.0 / 44_100;
    Bars.print("full disk", Map.of("gap", "ledger %s, really %.3f s".formatted(gaps.get(0), lost)));
    assertThat(gaps).hasSize(1);
    assertThat(gaps.get(0).text("cause")).contains("No space left");
    assertThat(account.holes()).hasSize(1);
    assertThat(account.doubled() + account.foreign()).as("%s", account).isZero();
    assertThat(gaps.get(0).number("lengthSeconds")).isCloseTo(lost, within(0.5));
    assertSilent(files);
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
