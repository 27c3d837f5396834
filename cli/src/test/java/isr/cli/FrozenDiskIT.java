package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.LoopDisk;
import isr.testing.Music;
import isr.testing.PacedServer;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A disk that stands still for some seconds under many streams and a source of PCM, while another
 * source goes on.
 */
@RequiresTools({"ffmpeg", "fsfreeze", "mkfs.ext4"})
@Isolated
class FrozenDiskIT {
  private static final int SOURCES = 12;
  private static final Duration STANDSTILL = Duration.ofSeconds(5);

  @TempDir Path directory;

  @Test
  void losesNothingAndHoldsUpNoOtherDisk() throws IOException {
    byte[] stream =
        Files.readAllBytes(
            Music.encode(
                directory.resolve("station.mp3"), LiveEncoding.MP3_CBR, 1, Duration.ofMinutes(2)));
    Path other = directory.resolve("other");
    List<String> frozen = new ArrayList<>();
    for (int i = 0; i < SOURCES; i++) {
      frozen.add("frozen" + i);
    }
    try (LoopDisk disk =
            LoopDisk.make(directory.resolve("image"), directory.resolve("disk"), 64 << 20);
        PacedServer server = PacedServer.start()) {
      List<StreamPacket> packets = server.add("other", LiveEncoding.MP3_CBR, stream).packets();
      frozen.forEach(name -> server.add(name, LiveEncoding.MP3_CBR, stream));
      StringBuilder toml = new StringBuilder("[general]\nsplit_minutes = 0.1\n");
      toml.append(
          Bars.source("other", server.uri("other"), "output_directory = \"" + other + "\""));
      for (String name : frozen) {
        String place = "output_directory = \"" + disk.directory() + "\"";
        toml.append(Bars.source(name, server.uri(name), place));
      }
      toml.append(
              "[sources.tone]\ntype = \"tone\"\nfilename_pattern = \"%{source}_%Y%m%d_%H%M%S\"\n")
          .append("output_directory = \"" + disk.directory() + "\"\n");
      try (IsrProcess isr = IsrProcess.record(directory, toml.toString())) {
        Bars.awaitFiles(isr, other, List.of("other"));
        Bars.awaitFiles(isr, disk.directory(), frozen);
        Bars.awaitFiles(isr, disk.directory(), List.of("tone"));
        Await.pass(Duration.ofSeconds(2));
        standStill(disk, other);
        Await.pass(Duration.ofSeconds(3));
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
      assertExact(other, "other", packets);
      frozen.forEach(name -> assertExact(disk.directory(), name, packets));
      assertWholeTone(disk.directory());
    }
  }

  @Test
  void aDiskThatStandsStillAtTheStartHoldsUpNoOther() throws IOException {
    byte[] stream =
        Files.readAllBytes(
            Music.encode(
                directory.resolve("station.mp3"), LiveEncoding.MP3_CBR, 1, Duration.ofMinutes(2)));
    Path other = directory.resolve("other");
    try (LoopDisk disk =
            LoopDisk.make(directory.resolve("image"), directory.resolve("disk"), 64 << 20);
        PacedServer server = PacedServer.start()) {
      server.add("frozen", LiveEncoding.MP3_CBR, stream);
      server.add("other", LiveEncoding.MP3_CBR, stream);
      String toml =
          Bars.source(
                  "frozen", server.uri("frozen"), "output_directory = \"" + disk.directory() + "\"")
              + Bars.source("other", server.uri("other"), "output_directory = \"" + other + "\"");
      disk.freeze();
      try (IsrProcess isr = IsrProcess.record(directory, toml)) {
        try {
          Bars.awaitFiles(isr, other, List.of("other"));
          Await.until(
              "the word about it",
              Duration.ofSeconds(20),
              () -> isr.stderr().contains(disk.directory() + " does not answer"));
        } finally {
          disk.thaw();
        }
        Bars.awaitFiles(isr, disk.directory(), List.of("frozen"));
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
      assertThat(LedgerLine.of(disk.directory(), "frozen", "gap")).hasSize(1);
      assertThat(LedgerLine.of(other, "other", "gap")).isEmpty();
    }
  }

  /** Freezes the disk, and sees to it that the other source's bytes arrive all the time. */
  private static void standStill(LoopDisk disk, Path other) {
    disk.freeze();
    try {
      Await.pass(Duration.ofMillis(1500)); // by then every source of the disk has got stuck
      for (long waited = 1500; waited < STANDSTILL.toMillis(); waited += 1000) {
        long before = bytesIn(other);
        Await.pass(Duration.ofSeconds(1));
        assertThat(bytesIn(other)).as("bytes of the other source").isGreaterThan(before);
      }
    } finally {
      disk.thaw();
    }
  }

  private static long bytesIn(Path recordings) {
    long bytes = 0;
    for (Path file : RecordedFile.paths(recordings, "other")) {
      try {
        bytes += Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes;
  }

  private static void assertExact(Path recordings, String name, List<StreamPacket> packets) {
    List<RecordedFile> files = RecordedFile.all(recordings, name, LiveEncoding.MP3_CBR);
    PacketAccount account =
        PacketAccount.of(packets, files.stream().flatMap(file -> file.packets().stream()).toList());
    assertThat(account.isExact()).as("%s: %s", name, account).isTrue();
    assertThat(LedgerLine.of(recordings, name, "gap")).as(name).isEmpty();
  }

  /** Each file begins with the sample after the last one of the file before. */
  private static void assertWholeTone(Path recordings) {
    List<LedgerLine> opened = LedgerLine.of(recordings, "tone", "segment-opened");
    List<LedgerLine> closed = LedgerLine.of(recordings, "tone", "segment-closed");
    assertThat(closed).hasSameSizeAs(opened).hasSizeGreaterThan(1);
    double position = 0;
    for (int i = 0; i < opened.size(); i++) {
      assertThat(opened.get(i).number("position")).as("file %d", i).isEqualTo(position);
      position += closed.get(i).number("samples");
    }
    assertThat(position).isGreaterThan(44_100.0 * STANDSTILL.toSeconds());
    assertThat(LedgerLine.of(recordings, "tone", "gap")).isEmpty();
  }
}
