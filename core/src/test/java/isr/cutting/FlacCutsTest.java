package isr.cutting;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.format.flac.FlacFormat;
import isr.format.flac.FlacFrameDecoder;
import isr.format.flac.FlacFrameHeader;
import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.FileReport;
import isr.media.FlacTrack;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.testing.MemoryOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FLAC is cut at any sample, across files too; samples tell where they were. */
class FlacCutsTest {
  private static final PcmTrack TRACK = new PcmTrack(44_100, 1, SampleFormat.S16LE);
  private static final FlacFormat FLAC = new FlacFormat();
  private static final SegmentInfo INFO =
      new SegmentInfo("mic", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.UTC));

  /** Four blocks and a bit. */
  private static final int SAMPLES = 4 * 4096 + 1000;

  @TempDir Path directory;
  private Path one;
  private Path two;

  @BeforeEach
  void record() throws IOException {
    one = file("one.flac", 0);
    two = file("two.flac", SAMPLES);
  }

  private static long sample(long number) {
    return (short) (number * 7919);
  }

  private Path file(String name, int first) throws IOException {
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = FLAC.muxer(TRACK, output, INFO);
    muxer.start(List.of());
    ByteBuffer pcm = ByteBuffer.allocate(2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = first; i < first + SAMPLES; i++) {
      pcm.putShort((short) sample(i));
    }
    muxer.write(new Packet(pcm.flip(), 0, SAMPLES));
    muxer.finish();
    return Files.write(directory.resolve(name), output.bytes());
  }

  private static CutPiece piece(Path file, long from, long to, boolean joined, long silence) {
    return new CutPiece(file, FLAC, SeekPoints.NONE, from, to, joined, silence);
  }

  private List<Long> cut(CutPiece... pieces) throws IOException {
    CutFile cut = CutFile.of(List.of(pieces), INFO);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    cut.writeTo(Channels.newChannel(bytes));
    assertThat(bytes.size()).isEqualTo((int) cut.length());
    Path file = Files.write(directory.resolve("cut.flac"), bytes.toByteArray());
    try (FileChannel channel = FileChannel.open(file)) {
      FileReport report = FLAC.inspect(channel);
      assertThat(report.faults()).isEmpty();
      List<Long> samples = decoded(FLAC.demuxer(channel, SeekPoints.NONE));
      assertThat(report.sampleCount()).isEqualTo(samples.size());
      return samples;
    }
  }

  private static List<Long> decoded(Demuxer demuxer) throws IOException {
    FlacFrameDecoder decoder = new FlacFrameDecoder();
    List<Long> samples = new ArrayList<>();
    for (FilePacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
      byte[] frame = new byte[packet.payload().remaining()];
      packet.payload().duplicate().get(frame);
      FlacFrameHeader header = FlacFrameHeader.read(packet.payload()).orElseThrow();
      int bits = ((FlacTrack) demuxer.track()).bits();
      decoder.decode(header, frame, 0, frame.length, bits);
      for (int i = 0; i < header.blockSize(); i++) {
        samples.add(decoder.samples()[0][i]);
      }
    }
    return samples;
  }

  private static List<Long> counting(long from, long to) {
    return LongStream.range(from, to).map(FlacCutsTest::sample).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 17384", // all
    "4096, 8192", // a block
    "1, 17383",
    "4095, 8193", // a sample before and behind a block
    "4090, 12000", // a part that is too short for a block
    "5000, 5400", // within a block
    "16384, 17384", // the last block
    "17000, 99999" // beyond the end
  })
  void anyRangeIsExact(long from, long to) throws IOException {
    assertThat(cut(piece(one, from, to, false, 0)))
        .isEqualTo(counting(from, Math.min(to, SAMPLES)));
  }

  @Test
  void filesThatGoOnHaveNoSeam() throws IOException {
    assertThat(cut(piece(one, 16_000, SAMPLES, false, 0), piece(two, 0, 9000, true, 0)))
        .isEqualTo(counting(16_000, SAMPLES + 9000));
  }

  @Test
  void partsOfOneFileCanBeLeftOut() throws IOException {
    List<Long> left = new ArrayList<>(counting(100, 5000));
    left.addAll(counting(9001, 9040));
    left.addAll(counting(16_000, SAMPLES));
    assertThat(
            cut(
                piece(one, 100, 5000, false, 0),
                piece(one, 9001, 9040, false, 0),
                piece(one, 16_000, SAMPLES, false, 0)))
        .isEqualTo(left);
  }

  @Test
  void aLastBlockThatIsTooShortGoesWithTheNext() throws IOException {
    assertThat(
            cut(
                piece(one, 0, 4096 + 5, false, 0), // ends within the second block
                piece(two, 0, 4096, false, 0)))
        .hasSize(2 * 4096 + 5);
  }

  @Test
  void silenceStandsWhereItIsAskedFor() throws IOException {
    List<Long> samples =
        cut(piece(one, 17_380, SAMPLES, false, 0), piece(two, 10, 5000, false, 10_000));
    assertThat(samples.subList(0, 4)).isEqualTo(counting(17_380, SAMPLES));
    assertThat(samples.subList(4, 10_004)).containsOnly(0L);
    assertThat(samples.subList(10_004, samples.size()))
        .isEqualTo(counting(SAMPLES + 10L, SAMPLES + 5000L));
  }
}
