package isr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RequiresTools({"ffmpeg", "ffprobe"})
class StreamPacketsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void findsThePacketsThatFfprobeFinds(LiveEncoding encoding) throws IOException {
    Path file = directory.resolve("x." + encoding.extension());
    Music.encode(file, encoding, 1, Duration.ofSeconds(encoding.isFlac() ? 12 : 3));
    List<Integer> sizes =
        Exec.command(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "packet=size",
                "-of",
                "csv=p=0",
                file.toString())
            .run()
            .stdout()
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> Integer.valueOf(line.replace(",", "")))
            .toList();
    assertThat(encoding.packets(Files.readAllBytes(file)))
        .extracting(packet -> bytes(encoding, packet))
        .hasSizeGreaterThan(100)
        .isEqualTo(sizes);
  }

  /** Of a frame of FLAC, the content is only what no recorder changes. */
  private static int bytes(LiveEncoding encoding, StreamPacket packet) {
    return encoding.isFlac() ? packet.end() - packet.start() : packet.content().remaining();
  }
}
