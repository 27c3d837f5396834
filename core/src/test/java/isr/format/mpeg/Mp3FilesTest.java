package isr.format.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.format.adts.AdtsFormat;
import isr.media.FileReport;
import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.Packet;
import isr.testing.Decoders;
import isr.testing.Exec;
import isr.testing.MemoryOutput;
import isr.testing.Mp3Checkers;
import isr.testing.RequiresTools;
import java.io.ByteArrayOutputStream;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files before their end, files that begin where we joined, and files of other programs. */
@RequiresTools({"ffmpeg", "lame", "mpg123", "mp3val"})
class Mp3FilesTest {
  @TempDir Path directory;

  private Path write(String name, byte[] bytes) throws Exception {
    return Files.write(directory.resolve(name), bytes);
  }

  private static FileReport inspect(MediaFormat format, Path path) throws Exception {
    try (FileChannel file = FileChannel.open(path)) {
      return format.inspect(file);
    }
  }

  private static byte[] bytes(List<Packet> packets) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    packets.forEach(packet -> all.writeBytes(packet.payload().array()));
    return all.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"44100, 2, 128", "22050, 1, 32"})
  void aGrowingFilePlaysAtEveryMoment(int rateHz, int channels, String kbps) throws Exception {
    byte[] stream = new Mp3Source(directory).lame(8, rateHz, channels, "-b", kbps);
    List<Packet> packets = Mp3Source.packets(new MpegFormat(), stream);
    ShortBuffer unsplit = Decoders.ffmpeg(write("unsplit.mp3", bytes(packets)));
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = Segments.start(packets, 40, output);
    for (int i = 40; i < packets.size(); i++) {
      muxer.write(packets.get(i));
      if (i % 38 == 0) {
        muxer.refreshHeader();
      }
      if (i % 61 == 0 || i == 47) {
        Path growing = write("growing.mp3", output.bytes());
        assertThat(Mp3Checkers.complaintsWhileGrowing(growing)).isEmpty();
        int perFrame = packets.get(0).sampleCount() * channels;
        ShortBuffer expected = unsplit.slice(40 * perFrame, (i + 1 - 40) * perFrame);
        assertThat(Decoders.ffmpeg(growing)).isEqualTo(expected);
        assertThat(Decoders.mpg123(growing).remaining()).isEqualTo(expected.remaining());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 2, 128",
    "48000, 1, 48",
    "22050, 1, 32",
    "11025, 1, 16",
    "44100, 2, 320",
  })
  void aFileThatBeginsInMidStreamHasAllItsSamplesAndNoComplaint(
      int rateHz, int channels, String kbps) throws Exception {
    byte[] stream = new Mp3Source(directory).lame(8, rateHz, channels, "-b", kbps);
    for (int cut : new int[] {stream.length / 7, stream.length / 3, stream.length / 2}) {
      List<Packet> packets =
          Mp3Source.packets(new MpegFormat(), Arrays.copyOfRange(stream, cut, stream.length));
      MemoryOutput output = new MemoryOutput();
      Muxer muxer = Segments.start(packets, 0, output);
      for (Packet packet : packets) {
        muxer.write(packet);
      }
      muxer.finish();
      Path file = write("joined.mp3", output.bytes());
      int samples = packets.size() * packets.get(0).sampleCount() * channels;
      assertThat(Mp3Checkers.complaints(file)).isEmpty();
      assertThat(inspect(new MpegFormat(), file).faults()).isEmpty();
      assertThat(Decoders.ffmpeg(file).remaining()).isEqualTo(samples);
      assertThat(Decoders.mpg123(file).remaining()).isEqualTo(samples);
    }
  }

  /** Encoders' own tags, with their delay and padding. */
  @ParameterizedTest
  @ValueSource(strings = {"-b 128", "-V 4", "-b 64 -m m --resample 22.05", "-b 128 -p --tt title"})
  void readsFilesOfLameAsPlayersDo(String options) throws Exception {
    Path wav = new Mp3Source(directory).wav(5, 44_100, 2);
    Path file = directory.resolve("lame.mp3");
    List<String> command = new ArrayList<>(List.of("lame", "--quiet"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of(wav.toString(), file.toString()));
    Exec.command(command).run().orFail();
    readsAsFfmpegDoes(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-b:a 128k", "-q:a 3", "-b:a 96k -ac 1 -ar 24000", "-b:a 64k -write_xing 0"})
  void readsFilesOfFfmpegAsPlayersDo(String options) throws Exception {
    new Mp3Source(directory)
        .ffmpeg(5, 44_100, 2, "ffmpeg.mp3", ("-c:a libmp3lame " + options).split(" "));
    readsAsFfmpegDoes(directory.resolve("ffmpeg.mp3"));
  }

  private static void readsAsFfmpegDoes(Path file) throws Exception {
    FileReport report = inspect(new MpegFormat(), file);
    assertThat(report.faults()).isEmpty();
    int channels = report.track().orElseThrow().channels();
    assertThat(report.sampleCount()).isEqualTo(Decoders.ffmpeg(file).remaining() / channels);
  }

  @Test
  void layerTwoPassesThrough() throws Exception {
    byte[] stream =
        new Mp3Source(directory).ffmpeg(3, 48_000, 2, "in.mp2", "-c:a", "mp2", "-b:a", "192k");
    List<Packet> packets = Mp3Source.packets(new MpegFormat(), stream);
    assertThat(new MpegFormat().extension(Segments.track(packets))).isEqualTo("mp2");
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = Segments.start(packets, 0, output);
    for (Packet packet : packets) {
      muxer.write(packet);
    }
    muxer.finish();
    assertThat(output.bytes()).containsExactly(stream);
    assertThat(inspect(new MpegFormat(), directory.resolve("in.mp2")).faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-ac 2 -ar 44100 -b:a 96k", "-ac 1 -ar 22050 -b:a 32k", "-ac 2 -b:a 64k"})
  void aacSegmentsTogetherAreTheStream(String options) throws Exception {
    byte[] stream =
        new Mp3Source(directory)
            .ffmpeg(6, 48_000, 2, "in.aac", ("-c:a aac -f adts " + options).split(" "));
    AdtsFormat format = new AdtsFormat();
    List<Packet> packets = Mp3Source.packets(format, stream);
    assertThat(inspect(format, directory.resolve("in.aac")).faults()).isEmpty();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int from = 0; from < packets.size(); from += 50) {
      List<Packet> own = packets.subList(from, Math.min(from + 50, packets.size()));
      Path part = write("part.aac", bytes(own));
      all.writeBytes(Files.readAllBytes(part));
      FileReport report = inspect(format, part);
      assertThat(report.faults()).isEmpty();
      int channels = report.track().orElseThrow().channels();
      assertThat(Decoders.ffmpeg(part).remaining()).isEqualTo(own.size() * 1024 * channels);
    }
    assertThat(all.toByteArray()).containsExactly(stream);
  }
}
