package isr.cutting;

import static org.assertj.core.api.Assertions.assertThat;

import isr.format.MediaFormats;
import isr.media.FileReport;
import isr.media.MediaFormat;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.testing.Decoders;
import isr.testing.Exec;
import isr.testing.Music;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A range of a file is a file that decodes to the same samples. */
@RequiresTools({"ffmpeg", "oggdec"})
class CutsTest {
  private static final SegmentInfo INFO =
      new SegmentInfo("radio", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.ofHours(1)));

  private static final int SECONDS = 20;

  /** Of one format; 200 with {@code -Disr.bars=full}. */
  private static final int CUTS = "full".equals(System.getProperty("isr.bars")) ? 200 : 12;

  @TempDir static Path directory;

  /**
   * A kind of file.
   *
   * @param tolerance how much a sample may differ
   */
  record Kind(String name, int tolerance, List<String> options) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Kind kind(String name, int tolerance, String... options) {
    return new Kind(name, tolerance, List.of(options));
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        kind("16.wav", 0, "-c:a", "pcm_s16le"),
        kind("24.wav", 0, "-c:a", "pcm_s24le"),
        kind("16.flac", 0, "-c:a", "flac", "-sample_fmt", "s16"),
        kind("24.flac", 0, "-c:a", "flac", "-sample_fmt", "s32"),
        kind("flac.oga", 0, "-c:a", "flac", "-sample_fmt", "s16"),
        kind("cbr.mp3", 0, "-c:a", "libmp3lame", "-b:a", "128k"),
        kind("vbr.mp3", 0, "-c:a", "libmp3lame", "-q:a", "2"),
        kind("low.mp3", 0, "-c:a", "libmp3lame", "-b:a", "48k", "-ar", "48000", "-ac", "1"),
        kind("lsf.mp3", 0, "-c:a", "libmp3lame", "-b:a", "32k", "-ar", "22050", "-ac", "1"),
        kind("20.opus", 1, "-c:a", "libopus", "-b:a", "128k", "-application", "audio"),
        kind("60.opus", 1, "-c:a", "libopus", "-b:a", "128k", "-frame_duration", "60"),
        kind("vorbis.ogg", 0, "-c:a", "libvorbis", "-q:a", "6"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aCutIsTheSameRangeOfTheSamples(Kind kind) throws Exception {
    Path whole =
        Music.encode(
            directory.resolve(kind.name()), kind.options(), 7, Duration.ofSeconds(SECONDS));
    ShortBuffer samples = decoded(whole);
    MediaFormat format = MediaFormats.forFile(whole).orElseThrow();
    int channels;
    long count;
    int rate;
    try (FileChannel file = FileChannel.open(whole)) {
      var demuxer = format.demuxer(file, SeekPoints.NONE);
      channels = demuxer.track().channels();
      rate = demuxer.track().sampleRateHz();
      count = demuxer.sampleCount();
    }
    Random random = new Random(kind.name().hashCode());
    for (int i = 0; i < CUTS; i++) {
      long length = rate / 10 + random.nextLong(i % 2 == 0 ? 3L * rate : count - rate / 10);
      long from = i == 0 ? 0 : random.nextLong(count - length);
      long to = i == 1 ? count : from + length;
      Path cut = directory.resolve("cut-" + kind.name());
      CutFile file =
          CutFile.of(List.of(CutPiece.of(whole, format, SeekPoints.NONE, from, to)), INFO);
      write(file, cut);
      assertThat(Files.size(cut)).isEqualTo(file.length());
      ShortBuffer heard = decoded(cut);
      String range = "%d to %d of %s".formatted(from, to, kind.name());
      assertThat(heard.remaining()).as(range).isEqualTo((int) (to - from) * channels);
      ShortBuffer expected = samples.slice((int) from * channels, (int) (to - from) * channels);
      assertThat(Decoders.largestDifference(expected, heard))
          .as(range)
          .isLessThanOrEqualTo(kind.tolerance());
      assertThat(faults(format, cut)).as(range).isEmpty();
    }
  }

  /** ffmpeg 5 hears all samples of the first packet of Vorbis, whatever its page says. */
  private static ShortBuffer decoded(Path file) throws IOException {
    if (!file.toString().endsWith(".ogg")) {
      return Decoders.ffmpeg(file);
    }
    Path raw = directory.resolve("decoded.raw");
    Exec.command("oggdec", "-Q", "-R", "-o", raw.toString(), file.toString()).run().orFail();
    return ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }

  private static void write(CutFile cut, Path to) throws IOException {
    Files.deleteIfExists(to);
    try (FileChannel out =
        FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      cut.writeTo(out);
    }
  }

  private static String faults(MediaFormat format, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      FileReport report = format.inspect(channel);
      return report.good() ? "" : report.faults().toString();
    }
  }
}
