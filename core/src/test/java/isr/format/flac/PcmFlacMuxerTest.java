package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.audio.SampleFormat;
import isr.media.FileReport;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Repair;
import isr.media.SegmentInfo;
import isr.testing.Exec;
import isr.testing.MemoryOutput;
import isr.testing.RequiresTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of samples that are coded here, judged by flac and ffmpeg. */
@RequiresTools({"flac", "ffmpeg", "metaflac"})
class PcmFlacMuxerTest {
  private static final SegmentInfo INFO =
      new SegmentInfo("mic", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.ofHours(1)));

  @TempDir Path directory;

  private static PcmTrack track(int rateHz, int channels, int bits) {
    return new PcmTrack(rateHz, channels, SampleFormat.ofBits(bits));
  }

  /** A file of these samples, which come in packets of any lengths. */
  private static byte[] mux(PcmTrack track, FlacLevel level, byte[] pcm, Random random)
      throws IOException {
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = new FlacFormat(level).muxer(track, output, INFO);
    muxer.start(List.of());
    int align = track.blockAlign();
    for (int from = 0; from < pcm.length; ) {
      int bytes = Math.min(pcm.length - from, align * (1 + random.nextInt(9000)));
      muxer.write(new Packet(ByteBuffer.wrap(pcm, from, bytes), from / align, bytes / align));
      from += bytes;
      if (random.nextBoolean()) {
        muxer.flush();
        muxer.refreshHeader();
      }
      assertThat(muxer.heldBytes()).isEqualTo(muxer.heldSamples() * align);
    }
    muxer.finish();
    assertThat(muxer.heldSamples()).isZero();
    return output.bytes();
  }

  @ParameterizedTest
  @EnumSource
  void flacDecodesEverySignal(TestSignals signal) throws IOException {
    Random random = new Random(signal.name().hashCode());
    for (int bits : new int[] {16, 24}) {
      int channels = 1 + random.nextInt(8);
      FlacLevel level = new FlacLevel(random.nextInt(9));
      int count = 3 * 4096 + 1 + random.nextInt(16);
      byte[] pcm =
          TestSignals.interleaved(signal.samples(channels, bits, count, random.nextLong()), bits);
      String what = "%d channels of %d bits, %s".formatted(channels, bits, level);
      check(what, mux(track(48_000, channels, bits), level, pcm, random), pcm);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8000, 1, 16, 0",
    "8000, 2, 24, 8",
    "11025, 2, 16, 1",
    "22050, 1, 24, 2",
    "37123, 3, 16, 3",
    "44100, 2, 16, 4",
    "44100, 2, 24, 5",
    "48000, 4, 16, 6",
    "88200, 5, 24, 7",
    "96000, 6, 24, 8",
    "192000, 7, 16, 5",
    "352800, 2, 24, 5",
    "384000, 8, 24, 5",
  })
  void flacDecodesEveryRateAndNumberOfChannels(int rateHz, int channels, int bits, int level)
      throws IOException {
    byte[] pcm = FlacTools.pcm(channels, bits, 30_001, level);
    byte[] file = mux(track(rateHz, channels, bits), new FlacLevel(level), pcm, new Random(level));
    check("", file, pcm);
  }

  private void check(String what, byte[] bytes, byte[] pcm) throws IOException {
    Path file = FlacTools.write(directory, "x.flac", bytes);
    assertThat(remarks(file)).as(what).isEmpty();
    assertThat(FlacTools.complaints(file)).as(what).isEmpty();
    assertThat(FlacTools.decoded(file)).as(what).isEqualTo(pcm);
    FileReport report = inspect(file);
    assertThat(report.faults()).as(what).isEmpty();
  }

  /** What {@code flac -t} prints. */
  private static String remarks(Path file) {
    Exec.Result result = Exec.command("flac", "-s", "-t", file.toString()).run();
    return result.exitCode() == 0 ? result.stderr() : result.toString();
  }

  /** Within two parts in a hundred, of signals that are worse to tell than music. */
  @ParameterizedTest
  @CsvSource({"16, 3", "16, 5", "16, 8", "24, 3", "24, 5", "24, 8"})
  void filesAreAsSmallAsThoseOfFlac(int bits, int level) throws IOException {
    byte[] pcm = FlacTools.pcm(2, bits, 100_000, 4);
    int ours = mux(track(44_100, 2, bits), new FlacLevel(level), pcm, new Random(1)).length;
    int theirs = FlacTools.flac(pcm, 2, bits, 44_100, "-" + level, "--no-padding").length;
    assertThat((double) ours / theirs).isLessThan(1.02);
  }

  @Test
  void segmentsTogetherAreTheWhole() throws IOException {
    byte[] pcm = FlacTools.pcm(2, 24, 50_000, 5);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    Random random = new Random(7);
    for (int from = 0; from < pcm.length; ) {
      int to = Math.min(pcm.length, from + 6 * (1 + random.nextInt(12_000)));
      byte[] part = Arrays.copyOfRange(pcm, from, to);
      byte[] file = mux(track(44_100, 2, 24), FlacLevel.DEFAULT, part, random);
      decoded.writeBytes(FlacTools.decoded(FlacTools.write(directory, from + ".flac", file)));
      from = to;
    }
    assertThat(decoded.toByteArray()).isEqualTo(pcm);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 4095, 4096, 4097})
  void tellsWhatTheFileHolds(int count) throws IOException {
    byte[] pcm = FlacTools.pcm(2, 16, count, 2);
    byte[] bytes = mux(track(44_100, 2, 16), FlacLevel.DEFAULT, pcm, new Random(2));
    FlacStreamInfo info = FlacStreamInfo.read(ByteBuffer.wrap(bytes), 8);
    assertThat(info.totalSamples()).isEqualTo(count);
    assertThat(info.minBlockSize()).isEqualTo(4096).isEqualTo(info.maxBlockSize());
    assertThat(info.minFrameBytes()).isPositive().isLessThanOrEqualTo(info.maxFrameBytes());
    assertThat(info.hasMd5()).isTrue();
    check("", bytes, pcm);
  }

  @Test
  void aGrowingFilePlaysAndItsHeaderIsNeverAhead() throws IOException {
    byte[] pcm = FlacTools.pcm(2, 16, 20_000, 1);
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = new FlacFormat().muxer(track(44_100, 2, 16), output, INFO);
    muxer.start(List.of());
    int written = 0;
    for (int from = 0; from < pcm.length; from += 4 * 2500) {
      muxer.write(new Packet(ByteBuffer.wrap(pcm, from, 4 * 2500), from / 4, 2500));
      written += 2500;
      muxer.flush();
      muxer.refreshHeader();
      assertThat(muxer.heldSamples()).isEqualTo(written % 4096);
      FlacStreamInfo info = FlacStreamInfo.read(ByteBuffer.wrap(output.bytes()), 8);
      assertThat(info.totalSamples()).isEqualTo(written / 4096 * 4096L);
      assertThat(info.hasMd5()).isFalse();
      Path file = FlacTools.write(directory, "growing.flac", output.bytes());
      if (written >= 4096) {
        assertThat(FlacTools.complaints(file)).isEmpty();
        assertThat(FlacTools.decoded(file))
            .isEqualTo(Arrays.copyOf(pcm, 4 * (written / 4096 * 4096)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "2000, false", "0, true", "3000, true"})
  void aKilledFileIsMendedMd5Included(int tornBytes, boolean headerIsFresh) throws IOException {
    byte[] pcm = FlacTools.pcm(2, 24, 5 * 4096, 3);
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = new FlacFormat().muxer(track(48_000, 2, 24), output, INFO);
    muxer.start(List.of());
    muxer.write(new Packet(ByteBuffer.wrap(pcm, 0, 6 * 4 * 4096), 0, 4 * 4096));
    if (headerIsFresh) {
      muxer.refreshHeader();
    }
    int whole = (int) output.length();
    muxer.write(new Packet(ByteBuffer.wrap(pcm, 6 * 4 * 4096, 6 * 4096), 4 * 4096, 4096));
    Path file =
        FlacTools.write(directory, "killed.flac", Arrays.copyOf(output.bytes(), whole + tornBytes));
    assertThat(repair(file)).isEqualTo(new Repair(4 * 4096, tornBytes, true));
    assertThat(remarks(file)).isEmpty();
    assertThat(inspect(file).faults()).isEmpty();
    assertThat(FlacTools.decoded(file)).isEqualTo(Arrays.copyOf(pcm, 6 * 4 * 4096));
    byte[] mended = Files.readAllBytes(file);
    assertThat(repair(file)).isEqualTo(new Repair(4 * 4096, 0, false));
    assertThat(Files.readAllBytes(file)).isEqualTo(mended);
  }

  @Test
  void aFileThatWasEndedNeedsNoMending() throws IOException {
    byte[] pcm = FlacTools.pcm(2, 16, 5000, 3);
    byte[] bytes = mux(track(44_100, 2, 16), FlacLevel.DEFAULT, pcm, new Random(3));
    Path file = FlacTools.write(directory, "good.flac", bytes);
    assertThat(repair(file)).isEqualTo(new Repair(5000, 0, false));
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void namesSourceAndTime() throws IOException {
    byte[] bytes = mux(track(44_100, 1, 16), FlacLevel.DEFAULT, new byte[2 * 5000], new Random(1));
    Path file = FlacTools.write(directory, "tagged.flac", bytes);
    String tags =
        Exec.command("metaflac", "--show-vendor-tag", "--export-tags-to=-", file.toString())
            .run()
            .orFail()
            .stdout();
    assertThat(tags)
        .contains("isr", "TITLE=mic", "DATE=2026-11-02T14:00:00Z", "START=2026-11-02T15:00");
  }

  @Test
  void holdsUpTo8ChannelsOf16Or24Bits() {
    FlacFormat format = new FlacFormat();
    assertThat(format.holds(track(384_000, 8, 24))).isTrue();
    assertThat(format.holds(track(44_100, 2, 32))).isFalse();
    assertThat(format.holds(track(44_100, 9, 16))).isFalse();
    assertThatThrownBy(() -> format.muxer(track(44_100, 2, 32), new MemoryOutput(), INFO))
        .hasMessageContaining("8 channels of 16 or 24 bits");
  }

  private static FileReport inspect(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return new FlacFormat().inspect(file);
    }
  }

  private static Repair repair(Path path) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new FlacFormat().repair(file);
    }
  }
}
