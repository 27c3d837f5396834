package isr.format.wav;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.media.FileReport;
import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Repair;
import isr.media.SegmentInfo;
import isr.testing.Exec;
import isr.testing.MemoryOutput;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavFormatTest {
  private static final SegmentInfo INFO =
      new SegmentInfo("mic", ZonedDateTime.parse("2026-11-21T10:00:00.5+01:00"));

  private final MediaFormat wav = new WavFormat();

  @TempDir Path directory;

  @ParameterizedTest(name = "{0} Hz, {1} channels, {2}")
  @CsvSource({"44100,2,S16LE", "48000,1,S24LE", "96000,8,S32LE", "8000,1,S16LE", "44100,3,S24LE"})
  void whatIsWrittenIsRead(int rate, int channels, SampleFormat format) throws IOException {
    PcmTrack track = new PcmTrack(rate, channels, format);
    Path file = write(track, 1001, true);
    FileReport report = inspect(file);
    assertThat(report.faults()).isEmpty();
    assertThat(report.track()).contains(track);
    assertThat(report.sampleCount()).isEqualTo(1001);
  }

  @Test
  @RequiresTools({"ffmpeg", "ffprobe"})
  void ffmpegReadsEveryFormWithoutAWord() throws IOException {
    for (SampleFormat format : SampleFormat.values()) {
      for (int channels : new int[] {1, 2, 5}) {
        PcmTrack track = new PcmTrack(44_100, channels, format);
        Path file = write(track, 44_101, true);
        assertSilent(file);
        assertThat(probe(file, "stream=duration_ts")).isEqualTo("44101");
        assertThat(probe(file, "format_tags=time_reference"))
            .isEqualTo("" + (36_000L * 44_100 + 22_050));
        Files.delete(file);
      }
    }
  }

  @Test
  @RequiresTools("ffmpeg")
  void aGrowingFileIsPlayable() throws IOException {
    PcmTrack track = new PcmTrack(44_100, 2, SampleFormat.S16LE);
    Path file = write(track, 5000, false);
    assertSilent(file);
  }

  @Test
  void aFileThatWasNeverClosedIsMended() throws IOException {
    PcmTrack track = new PcmTrack(44_100, 1, SampleFormat.S24LE);
    Path file = write(track, 1000, false);
    Files.write(file, new byte[] {1, 2}, StandardOpenOption.APPEND);
    assertThat(inspect(file).good()).isFalse();
    assertThat(repair(file)).isEqualTo(new Repair(1000, 2, true));
    assertThat(inspect(file).faults()).isEmpty();
    assertThat(inspect(file).sampleCount()).isEqualTo(1000);
    byte[] mended = Files.readAllBytes(file);
    assertThat(repair(file)).isEqualTo(new Repair(1000, 0, false));
    assertThat(Files.readAllBytes(file)).isEqualTo(mended);
  }

  @Test
  void aFileCutAnywhereIsMendedOrLeft() throws IOException {
    PcmTrack track = new PcmTrack(8000, 2, SampleFormat.S16LE);
    byte[] whole = Files.readAllBytes(write(track, 20, false));
    for (int length = 0; length <= whole.length; length++) {
      Path file = directory.resolve("cut-" + length + ".wav");
      Files.write(file, Arrays.copyOf(whole, length));
      Repair repair = repair(file);
      long expected = Math.max(0, (length - (whole.length - 80)) / 4);
      assertThat(repair.sampleCount()).as("cut at %d", length).isEqualTo(expected);
      if (expected > 0) {
        assertThat(inspect(file).faults()).as("cut at %d", length).isEmpty();
      }
    }
  }

  @Test
  void beyondFourGigabytesTheHeaderBecomesRf64InPlace() {
    PcmTrack track = new PcmTrack(48_000, 2, SampleFormat.S16LE);
    ByteBuffer small = WavHeader.of(track, INFO, 1000);
    ByteBuffer large = WavHeader.of(track, INFO, 5_000_000_000L).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(large.remaining()).isEqualTo(small.remaining());
    assertThat(large.getInt(0)).isEqualTo(WavHeader.RF64);
    assertThat(large.getInt(12)).isEqualTo(WavHeader.DS64);
    assertThat(large.getLong(20)).isEqualTo(5_000_000_000L + large.remaining() - 8);
    assertThat(large.getLong(28)).isEqualTo(5_000_000_000L);
    assertThat(large.getLong(36)).isEqualTo(1_250_000_000L);
    assertThat(large.getInt(large.limit() - 4)).isEqualTo(-1);
  }

  private Path write(PcmTrack track, int samples, boolean finish) throws IOException {
    MemoryOutput out = new MemoryOutput();
    Muxer muxer = wav.muxer(track, out, INFO);
    muxer.start(List.of());
    ByteBuffer pcm = ByteBuffer.allocate(samples * track.blockAlign());
    for (int i = 0; i < pcm.capacity(); i++) {
      pcm.put(i, (byte) (i * 31));
    }
    int half = samples / 2;
    muxer.write(new Packet(pcm.slice(0, half * track.blockAlign()), 0, half));
    muxer.refreshHeader();
    int rest = half * track.blockAlign();
    muxer.write(new Packet(pcm.slice(rest, pcm.capacity() - rest), half, samples - half));
    muxer.flush();
    if (finish) {
      muxer.finish();
    }
    return Files.write(directory.resolve("test.wav"), out.bytes());
  }

  private FileReport inspect(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return wav.inspect(channel);
    }
  }

  private Repair repair(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return wav.repair(channel);
    }
  }

  private static void assertSilent(Path file) {
    Exec.Result result =
        Exec.command("ffmpeg", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-")
            .run();
    assertThat(result.stderr() + result.stdout()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  private static String probe(Path file, String entry) {
    return Exec.command(
            "ffprobe", "-v", "error", "-show_entries", entry, "-of", "csv=p=0", file.toString())
        .run()
        .orFail()
        .stdout()
        .strip();
  }
}
