package isr.format.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.FileReport;
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
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments decoded one after the other are the unsplit stream, and checkers are silent. */
@RequiresTools({"ffmpeg", "ffprobe", "lame", "mpg123", "mp3val"})
class Mp3JointsTest {
  /** mp3val takes a file with fewer frames for something else. */
  private static final int MIN_FRAMES = 8;

  private static final int CUTS = 4;

  @TempDir Path directory;

  /**
   * A stream to split.
   *
   * @param options of lame
   */
  record Kind(String name, int rateHz, int channels, List<String> options) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Kind kind(String name, int rateHz, int channels, String... options) {
    return new Kind(name, rateHz, channels, List.of(options));
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        kind("128k CBR 44.1 kHz stereo", 44_100, 2, "-b", "128"),
        kind("V2 VBR 44.1 kHz stereo", 44_100, 2, "-V2"),
        kind("48k CBR 48 kHz mono", 48_000, 1, "-b", "48", "--resample", "48"),
        kind("32k CBR 22.05 kHz mono (MPEG-2)", 22_050, 1, "-b", "32"),
        kind("64k CBR 24 kHz stereo (MPEG-2)", 24_000, 2, "-b", "64"),
        kind("160k CBR 22.05 kHz stereo (MPEG-2)", 22_050, 2, "-b", "160"),
        kind("16k CBR 11.025 kHz mono (MPEG-2.5)", 11_025, 1, "-b", "16"),
        kind("8k CBR 8 kHz mono (MPEG-2.5)", 8_000, 1, "-b", "8"),
        kind("320k CBR 44.1 kHz stereo", 44_100, 2, "-b", "320"),
        kind("32k CBR 48 kHz mono", 48_000, 1, "-b", "32", "--resample", "48"),
        kind("32k CBR 32 kHz stereo", 32_000, 2, "-b", "32", "--resample", "32"),
        kind("128k CBR with CRC", 44_100, 2, "-b", "128", "-p"),
        kind("96k ABR without reservoir", 44_100, 2, "--nores", "--abr", "96"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void segmentsJoinWithoutALostDoubledOrAlteredSample(Kind kind) throws Exception {
    List<Packet> packets = packets(kind);
    List<Path> segments = new ArrayList<>();
    int from = 0;
    for (int cut : cuts(packets.size(), kind.name().hashCode())) {
      segments.add(segment("s" + cut + ".mp3", packets, from, cut));
      check(segments.get(segments.size() - 1), packets.subList(from, cut));
      from = cut;
    }
    Path unsplit = directory.resolve("unsplit.mp3");
    Files.write(unsplit, bytes(packets));
    assertThat(difference(unsplit, segments, Decoders::ffmpeg)).as("ffmpeg").isZero();
    assertThat(difference(unsplit, segments, Decoders::mpg123)).as("mpg123").isLessThanOrEqualTo(1);
  }

  private List<Packet> packets(Kind kind) throws Exception {
    byte[] stream =
        new Mp3Source(directory)
            .lame(6, kind.rateHz(), kind.channels(), kind.options().toArray(String[]::new));
    return Mp3Source.packets(new MpegFormat(), stream);
  }

  private static List<Integer> cuts(int frames, int seed) {
    Random random = new Random(seed);
    List<Integer> cuts =
        new ArrayList<>(
            random.ints(MIN_FRAMES, frames - MIN_FRAMES).limit(CUTS).sorted().boxed().toList());
    for (int i = 0; i + 1 < cuts.size(); i++) {
      cuts.set(i + 1, Math.max(cuts.get(i + 1), cuts.get(i) + MIN_FRAMES));
    }
    cuts.removeIf(cut -> cut > frames - MIN_FRAMES);
    cuts.add(frames);
    return cuts;
  }

  private void check(Path segment, List<Packet> own) throws Exception {
    long samples = own.stream().mapToLong(Packet::sampleCount).sum();
    assertThat(Mp3Checkers.complaints(segment)).isEmpty();
    try (FileChannel file = FileChannel.open(segment)) {
      FileReport report = new MpegFormat().inspect(file);
      assertThat(report.faults()).isEmpty();
      assertThat(report.sampleCount()).isEqualTo(samples);
    }
    int rateHz = MpegHeader.sampleRateHz(own.get(0).payload().getInt(0));
    assertThat(probedSeconds(segment))
        .isBetween((samples - 1) / (double) rateHz - 2e-6 - 0.03, 1e9);
  }

  private static double probedSeconds(Path segment) {
    return Double.parseDouble(
        Exec.command(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "format=duration",
                "-of",
                "csv=p=0",
                segment.toString())
            .run()
            .orFail()
            .stdout()
            .strip());
  }

  private int difference(Path unsplit, List<Path> segments, Function<Path, ShortBuffer> decoder) {
    ShortBuffer expected = decoder.apply(unsplit);
    ShortBuffer actual = Decoders.join(segments.stream().map(decoder).toList());
    assertThat(actual.remaining()).isEqualTo(expected.remaining());
    return Decoders.largestDifference(expected, actual);
  }

  private Path segment(String name, List<Packet> packets, int from, int to) throws Exception {
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = Segments.start(packets, from, output);
    for (Packet packet : packets.subList(from, to)) {
      muxer.write(packet);
    }
    muxer.finish();
    return Files.write(directory.resolve(name), output.bytes());
  }

  private static byte[] bytes(List<Packet> packets) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    packets.forEach(packet -> all.writeBytes(packet.payload().array()));
    return all.toByteArray();
  }
}
