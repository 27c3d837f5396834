package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.FileReport;
import isr.testing.Exec;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The decoder and the checker against flac and ffmpeg; a file whose MD5 is right decodes exactly.
 */
@RequiresTools({"flac", "ffmpeg", "metaflac"})
class FlacCheckersTest {
  private static final int SAMPLES = 40_000;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "2, 16, 44100, -0",
    "2, 16, 44100, -1",
    "2, 16, 44100, -2",
    "2, 16, 44100, -3",
    "2, 16, 44100, -4",
    "2, 16, 44100, -5",
    "2, 16, 44100, -6",
    "2, 16, 44100, -7",
    "2, 16, 44100, -8",
    "1, 16, 8000, -8 -e -p",
    "2, 24, 48000, -8 -e",
    "2, 24, 192000, -5",
    "1, 8, 22050, -5",
    "3, 16, 32000, -5",
    "6, 24, 96000, --lax -l 32 -r 0,8",
    "8, 16, 44100, -3",
    "2, 16, 37123, --lax",
    "2, 16, 655350, --lax -8",
    "2, 16, 44100, --lax -b 65535",
    "2, 16, 44100, --lax -b 16",
    "2, 16, 44100, --lax -b 1000",
    "2, 16, 44100, -b 4095",
    "2, 24, 44100, --lax -b 17 -l 12",
    "2, 16, 44100, --disable-constant-subframes --disable-fixed-subframes",
    "2, 16, 44100, -l 0",
    "4, 24, 44100, --lax -r 0,15",
  })
  void decodesWhatFlacEncodes(int channels, int bits, int rateHz, String options)
      throws IOException {
    byte[] pcm = FlacTools.pcm(channels, bits, SAMPLES, options.hashCode());
    byte[] file = FlacTools.flac(pcm, channels, bits, rateHz, options.split(" ", -1));
    FileReport report = inspect(FlacTools.write(directory, "x.flac", withMd5(file, pcm)));
    assertThat(report.faults()).isEmpty();
    assertThat(report.sampleCount()).isEqualTo(SAMPLES);
    assertThat(report.track().orElseThrow().channels()).isEqualTo(channels);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 16, 44100, -compression_level 12 -lpc_type cholesky",
    "2, 24, 44100, -compression_level 8",
    "1, 16, 11025, -frame_size 100",
    "6, 16, 48000, -compression_level 5",
    "2, 16, 44100, -ch_mode mid_side",
    "2, 16, 44100, -ch_mode left_side",
    "2, 16, 44100, -ch_mode right_side",
  })
  void decodesWhatFfmpegEncodes(int channels, int bits, int rateHz, String options)
      throws IOException {
    byte[] pcm = FlacTools.pcm(channels, bits, SAMPLES, 7);
    byte[] file = FlacTools.ffmpeg(pcm, channels, bits, rateHz, options.split(" ", -1));
    FileReport report = inspect(FlacTools.write(directory, "x.flac", withMd5(file, pcm)));
    assertThat(report.faults()).isEmpty();
    assertThat(report.sampleCount()).isEqualTo(SAMPLES);
  }

  /** Writes the MD5 of the samples into STREAMINFO, which encoders to a pipe leave unknown. */
  private static byte[] withMd5(byte[] file, byte[] pcm) {
    byte[] changed = file.clone();
    System.arraycopy(md5(pcm), 0, changed, 8 + 18, 16);
    return changed;
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void agreesWithFlacOnWhatIsBroken() throws IOException {
    Path good = encoded();
    byte[] file = Files.readAllBytes(good);
    assertThat(inspect(good).good()).isTrue();
    List<String> disagreements = new ArrayList<>();
    Random random = new Random(20);
    for (int i = 0; i < 60; i++) {
      byte[] broken = file.clone();
      int at = 42 + random.nextInt(file.length - 42);
      broken[at] ^= (byte) (1 << random.nextInt(8));
      compare("byte " + at, broken, disagreements);
    }
    for (int i = 0; i < 20; i++) {
      int length = 42 + random.nextInt(file.length - 42);
      compare("cut at " + length, Arrays.copyOf(file, length), disagreements);
    }
    compare("zeros", Arrays.copyOf(file, file.length + 3000), disagreements);
    compare("nothing", new byte[0], disagreements);
    compare("no STREAMINFO", Arrays.copyOf(file, 30), disagreements);
    compare(
        "tag",
        TestFrames.join("ID3\4\0\0\0\0\0\2ab".getBytes(StandardCharsets.US_ASCII), file),
        disagreements);
    assertThat(disagreements).isEmpty();
  }

  private void compare(String what, byte[] bytes, List<String> disagreements) throws IOException {
    Path path = FlacTools.write(directory, "broken.flac", bytes);
    FileReport report = inspect(path);
    if (report.good() != FlacTools.isGood(path)) {
      disagreements.add(what + ": " + report.faults());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10, 100_000})
  void agreesWithFlacOnTotals(long total) throws IOException {
    Path good = encoded();
    byte[] file = Files.readAllBytes(good);
    FlacStreamInfo info = FlacStreamInfo.read(ByteBuffer.wrap(file), 8);
    FlacStreamInfo other =
        new FlacStreamInfo(
            info.minBlockSize(),
            info.maxBlockSize(),
            info.minFrameBytes(),
            info.maxFrameBytes(),
            info.sampleRateHz(),
            info.channels(),
            info.bits(),
            total,
            0,
            0);
    other.write().get(file, 8, FlacStreamInfo.BYTES);
    Path path = FlacTools.write(directory, "total.flac", file);
    // Stricter than flac where the file holds more than it tells: its duration is wrong.
    assertThat(inspect(path).good()).isEqualTo(total == 0);
    assertThat(FlacTools.isGood(path)).isEqualTo(total <= 10);
  }

  private Path encoded() throws IOException {
    byte[] pcm = FlacTools.pcm(2, 16, SAMPLES, 5);
    Path raw = FlacTools.write(directory, "x.raw", pcm);
    Path file = directory.resolve("good.flac");
    Exec.command(
            "flac",
            "-s",
            "-f",
            "--force-raw-format",
            "--endian=little",
            "--sign=signed",
            "--channels=2",
            "--bps=16",
            "--sample-rate=44100",
            "-P",
            "100",
            "-o",
            file.toString(),
            raw.toString())
        .run()
        .orFail();
    return file;
  }

  private static FileReport inspect(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return new FlacFormat().inspect(file);
    }
  }
}
