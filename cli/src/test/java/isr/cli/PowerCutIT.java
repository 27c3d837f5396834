package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.LoopDisk;
import isr.testing.Music;
import isr.testing.PacedServer;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts the power of the disk that is being recorded to. */
@RequiresTools({"ffmpeg", "ffprobe", "mkfs.ext4", "mount"})
class PowerCutIT {
  /** {@code sync_seconds}, and the second that a kill may cost. */
  private static final double PROMISED_SECONDS = 10 + 1;

  private static final Duration RECORDED = Duration.ofSeconds(28);

  @TempDir Path directory;

  @Test
  void costsAtMostTheSyncIntervalAndEveryFilePlays() throws Exception {
    byte[] stream =
        Files.readAllBytes(
            Music.encode(
                directory.resolve("in.mp3"), LiveEncoding.MP3_CBR, 7, Duration.ofMinutes(2)));
    try (PacedServer server = PacedServer.start();
        LoopDisk disk =
            LoopDisk.make(directory.resolve("disk.img"), directory.resolve("disk"), 64 << 20)) {
      PacedServer.Station station = server.add("live", LiveEncoding.MP3_CBR, stream);
      String toml =
          """
          [general]
          output_directory = "%s"
          split_minutes = 0.1
          [sources.radio]
          type = "stream"
          url = "%s"
          filename_pattern = "radio_%%H%%M%%S"
          [sources.tone]
          type = "tone"
          filename_pattern = "tone_%%H%%M%%S"
          """
              .formatted(disk.directory(), server.uri("live"));
      try (IsrProcess isr = IsrProcess.record(directory, toml)) {
        Await.until(
            "audio to be sent",
            Duration.ofSeconds(60),
            () -> secondsOf(station.sent().size()) > RECORDED.toSeconds());
        try (LoopDisk after =
            disk.afterPowerCut(directory.resolve("cut.img"), directory.resolve("cut"))) {
          int sent = station.sent().size();
          int last = lastRecorded(station, after.directory());
          int missing = station.sent().get(sent - 1).index() - last;
          System.out.printf(
              Locale.ROOT,
              "power cut: %.2f s of %.2f s sent are missing%n",
              secondsOf(missing),
              secondsOf(sent));
          assertThat(secondsOf(missing)).isLessThanOrEqualTo(PROMISED_SECONDS);
          assertFilesPlayAfterRepair(toml, disk, after);
        }
        assertThat(isr.stop()).isZero();
      }
    }
  }

  private void assertFilesPlayAfterRepair(String toml, LoopDisk disk, LoopDisk after)
      throws IOException {
    String moved = toml.replace("\"" + disk.directory() + "\"", "\"" + after.directory() + "\"");
    Path restart = Files.createDirectories(directory.resolve("restart"));
    try (IsrProcess again = IsrProcess.record(restart, moved, "--for", "5s")) {
      assertThat(again.exitCode(Duration.ofSeconds(60))).hasValue(0);
    }
    for (Path file : recordings(after.directory())) {
      Exec.Result played =
          Exec.command("ffmpeg", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-")
              .run();
      assertThat(played.stderr() + played.stdout()).as("%s", file).isEmpty();
    }
  }

  /** The place in the stream of the last frame that is in a file. */
  private static int lastRecorded(PacedServer.Station station, Path disk) throws IOException {
    Map<ByteBuffer, Integer> places = new HashMap<>();
    List<StreamPacket> packets = station.packets();
    for (int i = 0; i < packets.size(); i++) {
      places.put(packets.get(i).content(), i);
    }
    int last = -1;
    for (Path file : recordings(disk)) {
      if (file.getFileName().toString().startsWith("radio")) {
        for (StreamPacket frame : LiveEncoding.MP3_CBR.packets(Files.readAllBytes(file))) {
          last = Math.max(last, places.getOrDefault(frame.content(), -1));
        }
      }
    }
    return last;
  }

  private static List<Path> recordings(Path disk) throws IOException {
    try (Stream<Path> files = Files.list(disk)) {
      return files.filter(f -> f.toString().matches(".*\\.(mp3|wav)")).sorted().toList();
    }
  }

  private static double secondsOf(int frames) {
    return frames * 1152 / 44_100.0;
  }
}
