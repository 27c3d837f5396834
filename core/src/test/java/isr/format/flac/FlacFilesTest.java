package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.FileReport;
import isr.media.FlacTrack;
import isr.media.Framer;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.Repair;
import isr.media.SegmentInfo;
import isr.media.Skip;
import isr.testing.CollectingSink;
import isr.testing.Exec;
import isr.testing.MemoryOutput;
import isr.testing.RequiresTools;
import isr.testing.TagBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are written and mended here, judged by flac and ffmpeg. */
@RequiresTools({"flac", "ffmpeg", "metaflac"})
class FlacFilesTest {
  private static final FlacFormat FORMAT = new FlacFormat();
  private static final SegmentInfo INFO =
      new SegmentInfo("radio", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.ofHours(1)));
  private static final int SAMPLES = 60_000;

  @TempDir Path directory;

  private static CollectingSink read(byte[] stream) throws IOException {
    CollectingSink sink = new CollectingSink();
    Framer framer = FORMAT.framer(sink).orElseThrow();
    framer.push(ByteBuffer.wrap(stream));
    framer.end();
    assertThat(sink.skips()).extracting(Skip::kind).containsOnly(Skip.Kind.TAG);
    return sink;
  }

  private static byte[] mux(FlacTrack track, List<Packet> packets) throws IOException {
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = FORMAT.muxer(track, output, INFO);
    muxer.start(List.of());
    for (Packet packet : packets) {
      muxer.write(packet);
      muxer.flush();
      muxer.refreshHeader();
    }
    muxer.finish();
    return output.bytes();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 16, 44100, -5, 1",
    "2, 24, 48000, -8, 2",
    "1, 16, 8000, -b 1000 --lax, 3",
    "6, 24, 96000, -5, 4",
    "2, 24, 192000, -b 16384, 5",
  })
  void segmentsTogetherAreTheWhole(int channels, int bits, int rateHz, String options, long seed)
      throws IOException {
    byte[] pcm = FlacTools.pcm(channels, bits, SAMPLES, seed);
    CollectingSink found =
        read(FlacTools.flac(pcm, channels, bits, rateHz, options.split(" ", -1)));
    FlacTrack track = (FlacTrack) found.tracks().get(0);
    Random random = new Random(seed);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    List<Packet> packets = found.packets();
    for (int from = 0; from < packets.size(); ) {
      int to = Math.min(packets.size(), from + 1 + random.nextInt(8));
      Path file = FlacTools.write(directory, from + ".flac", mux(track, packets.subList(from, to)));
      assertThat(FlacTools.complaints(file)).isEmpty();
      FileReport report = inspect(file);
      assertThat(report.faults()).isEmpty();
      assertThat(report.packetCount()).isEqualTo(to - from);
      decoded.writeBytes(FlacTools.decoded(file));
      from = to;
    }
    assertThat(decoded.toByteArray()).isEqualTo(pcm);
  }

  @Test
  void blocksOfManySizesGoIntoOneFile() throws IOException {
    byte[] pcm = FlacTools.pcm(2, 16, SAMPLES, 9);
    List<Packet> packets = new ArrayList<>();
    int at = 0;
    for (int size : new int[] {4096, 100, 4096, 17, 20_000, 5}) {
      byte[] part = Arrays.copyOfRange(pcm, 4 * at, 4 * (at + size));
      packets.addAll(
          read(FlacTools.flac(part, 2, 16, 44_100, "--lax", "-b", "" + Math.max(16, size)))
              .packets());
      at += size;
    }
    FlacTrack track =
        new FlacTrack(
            FlacTrack.Container.NATIVE, 44_100, 2, 16, OptionalInt.empty(), ByteBuffer.allocate(0));
    Path file = FlacTools.write(directory, "odd.flac", mux(track, packets));
    assertThat(FlacTools.complaints(file)).isEmpty();
    assertThat(inspect(file).faults()).isEmpty();
    assertThat(FlacTools.decoded(file)).isEqualTo(Arrays.copyOf(pcm, 4 * at));
  }

  @Test
  void everyPrefixOfAGrowingFilePlays() throws IOException {
    CollectingSink found = read(FlacTools.flac(FlacTools.pcm(2, 16, SAMPLES, 1), 2, 16, 44_100));
    List<byte[]> states = new ArrayList<>();
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = FORMAT.muxer(found.tracks().get(0), output, INFO);
    muxer.start(List.of());
    for (Packet packet : found.packets()) {
      muxer.write(packet);
      states.add(output.bytes());
      muxer.refreshHeader();
      states.add(output.bytes());
    }
    for (byte[] state : states) {
      Path file = FlacTools.write(directory, "growing.flac", state);
      assertThat(FlacTools.complaints(file)).isEmpty();
    }
  }

  @Test
  void mendsWhatAKillLeft() throws IOException {
    CollectingSink found = read(FlacTools.flac(FlacTools.pcm(2, 24, SAMPLES, 2), 2, 24, 48_000));
    List<Packet> packets = found.packets();
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = FORMAT.muxer(found.tracks().get(0), output, INFO);
    muxer.start(List.of());
    for (Packet packet : packets.subList(0, 5)) {
      muxer.write(packet);
    }
    byte[] whole = output.bytes();
    muxer.write(packets.get(5));
    for (int length : new int[] {whole.length + 1, whole.length + 300, whole.length}) {
      Path file = FlacTools.write(directory, "killed.flac", Arrays.copyOf(output.bytes(), length));
      Repair repair = repair(file);
      assertThat(repair).isEqualTo(new Repair(5 * 4096, length - whole.length, true));
      assertThat(FlacTools.complaints(file)).isEmpty();
      assertThat(inspect(file).faults()).isEmpty();
      assertThat(repair(file)).isEqualTo(new Repair(5 * 4096, 0, false));
      byte[] mended = Files.readAllBytes(file);
      assertThat(Arrays.copyOfRange(mended, 42, mended.length))
          .isEqualTo(Arrays.copyOfRange(whole, 42, whole.length));
    }
  }

  @Test
  void mendsAHeaderOfTheWholeStream() throws IOException {
    byte[] pcm = FlacTools.pcm(2, 16, SAMPLES, 3);
    byte[] stream = FlacTools.flac(pcm, 2, 16, 44_100);
    List<Packet> packets = read(stream).packets();
    int cut = stream.length;
    for (Packet packet : packets.subList(7, packets.size())) {
      cut -= packet.byteCount();
    }
    byte[] part = Arrays.copyOf(stream, cut + 10);
    new FlacStreamInfo(4096, 4096, 14, 9999, 44_100, 2, 16, SAMPLES, 1, 2).write().get(part, 8, 34);
    Path file = FlacTools.write(directory, "part.flac", part);
    assertThat(FlacTools.isGood(file)).isFalse();
    assertThat(repair(file)).isEqualTo(new Repair(7 * 4096, 10, true));
    assertThat(FlacTools.complaints(file)).isEmpty();
    assertThat(FlacTools.decoded(file)).isEqualTo(Arrays.copyOf(pcm, 4 * 7 * 4096));
  }

  @Test
  void aRottenByteWithinKeepsTheTotalAndTheMd5() throws IOException {
    byte[] stream = FlacTools.flac(FlacTools.pcm(2, 16, SAMPLES, 3), 2, 16, 44_100);
    new FlacStreamInfo(4096, 4096, 0, 0, 44_100, 2, 16, SAMPLES, 1, 2).write().get(stream, 8, 34);
    byte[] start = Arrays.copyOf(stream, 42);
    stream[stream.length / 2] ^= 0x10;
    Path file = FlacTools.write(directory, "rotten.flac", stream);
    repair(file);
    assertThat(Arrays.copyOf(Files.readAllBytes(file), 42)).isEqualTo(start);
    byte[] cut = Arrays.copyOf(stream, stream.length - 10);
    repair(FlacTools.write(directory, "rotten.flac", cut));
    assertThat(Arrays.copyOf(Files.readAllBytes(file), 42)).isNotEqualTo(start);
  }

  @Test
  void leavesWhatNeedsNoMending() throws IOException {
    Path good = FlacTools.write(directory, "x", FlacTools.pcm(2, 16, 9000, 3));
    byte[] stream = FlacTools.flac(Files.readAllBytes(good), 2, 16, 44_100);
    FlacStreamInfo info = FlacStreamInfo.read(ByteBuffer.wrap(stream), 8);
    new FlacStreamInfo(info.minBlockSize(), info.maxBlockSize(), 0, 0, 44_100, 2, 16, 9000, 0, 0)
        .write()
        .get(stream, 8, 34);
    Path file = FlacTools.write(directory, "good.flac", stream);
    assertThat(repair(file)).isEqualTo(new Repair(9000, 0, false));
    assertThat(Files.readAllBytes(file)).isEqualTo(stream);
    for (byte[] none : List.of(new byte[0], new byte[100], Arrays.copyOf(stream, 42))) {
      Path empty = FlacTools.write(directory, "none.flac", none);
      assertThat(repair(empty)).isEqualTo(new Repair(0, 0, false));
      assertThat(Files.readAllBytes(empty)).isEqualTo(none);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 100", "false, 100", "false, 190"})
  void carriesTheTitleThatIsKnownOrBecomesKnown(boolean atStart, int letters) throws IOException {
    String title = "Some Band - " + "\u00e9".repeat(letters);
    byte[] stream =
        TestFrames.join(
            TestFrames.streamHead(192, "TITLE=Old", "GENRE=Jazz"), TestFrames.fixed(0, 192));
    CollectingSink found = new CollectingSink();
    Framer framer = FORMAT.framer(found).orElseThrow();
    framer.push(ByteBuffer.wrap(stream));
    framer.end();
    MemoryOutput output = new MemoryOutput();
    SegmentInfo info =
        new SegmentInfo(INFO.source(), INFO.start(), Optional.of(title).filter(t -> atStart));
    Muxer muxer = FORMAT.muxer(found.tracks().get(0), output, info);
    muxer.start(List.of());
    muxer.write(found.packets().get(0));
    if (!atStart) {
      muxer.startTitle(title);
    }
    muxer.finish();
    Path file = FlacTools.write(directory, "titled.flac", output.bytes());
    assertThat(FlacTools.complaints(file)).isEmpty();
    assertThat(inspect(file).faults()).isEmpty();
    String tags =
        Exec.command("metaflac", "--no-utf8-convert", "--export-tags-to=-", file.toString())
            .run()
            .orFail()
            .stdout();
    assertThat(tags).contains("GENRE=Jazz", "DATE=2026-11-02T14:00:00Z", "START=2026-11-02T15:00");
    if (letters < 128) {
      assertThat(tags).contains("ARTIST=Some Band", "TITLE=\u00e9\u00e9").doesNotContain("Old");
    } else {
      assertThat(tags).contains("TITLE=Old"); // there is no room for so long a title
    }
  }

  /** Found by fuzzing: what was cut off behind the last frame was taken for damage within. */
  @Test
  void aSecondRepairChangesNothingWhereNumbersRepeat() throws IOException {
    byte[] head = TestFrames.streamHead(64);
    new FlacStreamInfo(64, 64, 0, 0, TestFrames.RATE, 1, 16, 512, 1, 2).write().get(head, 8, 34);
    byte[] frame = TestFrames.fixed(7, 64);
    byte[] torn = TestFrames.join(head, frame, frame, Arrays.copyOf(frame, 20));
    Path path = FlacTools.write(directory, "torn.flac", torn);
    assertThat(repair(path)).isEqualTo(new Repair(128, 20, true));
    assertThat(repair(path)).isEqualTo(new Repair(128, 0, false));
  }

  /** Found by fuzzing. */
  @Test
  void leavesAStreamInfoThatMakesNoSense() throws IOException {
    byte[] file = mux(TestFrames.track(192), packets(2));
    file[20] &= (byte) 0xFE;
    file[21] &= 0x0F;
    file[25] = 1;
    Path path = FlacTools.write(directory, "bits.flac", file);
    assertThat(repair(path).changed()).isFalse();
    assertThat(inspect(path).faults().toString()).contains("1 bits");
  }

  @Test
  void truncatedAtAnyByteItIsMendedToTheFramesThatAreThere() throws IOException {
    byte[] file = mux(TestFrames.track(192), packets(4));
    int head = file.length - 4 * packets(4).get(0).byteCount();
    for (int length = head; length < file.length; length++) {
      Path path = FlacTools.write(directory, "cut.flac", Arrays.copyOf(file, length));
      int frames = (length - head) * 4 / (file.length - head);
      Repair repair = repair(path);
      assertThat(repair.sampleCount()).isEqualTo(frames * 192L);
      assertThat(inspect(path).good()).as("%d bytes", length).isEqualTo(frames > 0);
    }
  }

  @Test
  void tellsEveryKindOfFault() throws IOException {
    byte[] file = mux(TestFrames.track(192), packets(6));
    int head = file.length - 6 * packets(6).get(0).byteCount();
    int frame = packets(6).get(0).byteCount();
    byte[] damaged = file.clone();
    damaged[head + frame + 50] ^= 1;
    assertThat(faults(damaged)).contains("CRC-16");
    byte[] hole =
        TestFrames.join(
            Arrays.copyOf(file, head + frame),
            Arrays.copyOfRange(file, head + 2 * frame, file.length));
    assertThat(faults(hole))
        .contains("coded number: expected 1, found 2")
        .contains("1152 samples told, 960 there");
    byte[] junk = TestFrames.join(file, "junk".getBytes(StandardCharsets.US_ASCII));
    assertThat(faults(junk)).contains("expected a frame header");
    assertThat(faults(Arrays.copyOf(file, file.length - 1))).contains("truncated");
    byte[] second = file.clone();
    second[42] = (byte) 0x80;
    assertThat(faults(second)).contains("second STREAMINFO");
    byte[] comments = file.clone();
    comments[46] = (byte) 0xFF;
    assertThat(faults(comments)).contains("VORBIS_COMMENT");
    byte[] length = file.clone();
    length[43] = 0x7F;
    assertThat(faults(length)).contains("truncated: a metadata block");
    byte[] forbidden = file.clone();
    forbidden[42] = (byte) 0xFF;
    assertThat(faults(forbidden)).contains("127");
    byte[] rate = TestFrames.join(file, TestFrames.frame(false, 6, 192, 10, 4));
    assertThat(faults(rate)).contains("48000 Hz");
    byte[] odd = TestFrames.join(file, TestFrames.fixed(6, 50), TestFrames.fixed(7, 193));
    assertThat(faults(odd)).contains("at most 192 expected, found 193").contains("at least 192");
    assertThat(faults(TestFrames.join(file, TestFrames.variable(1152, 192)))).contains("strategy");
  }

  private String faults(byte[] bytes) throws IOException {
    FileReport report = inspect(FlacTools.write(directory, "broken.flac", bytes));
    assertThat(report.good()).isFalse();
    return report.faults().toString();
  }

  private static List<Packet> packets(int count) {
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(TestFrames.packet(TestFrames.fixed(i, 192)));
    }
    return packets;
  }

  private static FileReport inspect(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return FORMAT.inspect(file);
    }
  }

  private static Repair repair(Path path) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return FORMAT.repair(file);
    }
  }

  @Test
  void tagsBehindTheFramesStay() throws IOException {
    byte[] file = mux(TestFrames.track(192), packets(4));
    byte[] torn = Arrays.copyOf(file, file.length - 3);
    int frame = packets(4).get(0).byteCount();
    byte[] ape = TagBytes.apeWithFooterOnly(2);
    for (byte[] tags : List.of(ape, TagBytes.join(ape, TagBytes.id3v1()), TagBytes.id3v2())) {
      byte[] tagged = TagBytes.join(file, tags);
      Path path = FlacTools.write(directory, "tagged.flac", tagged);
      assertThat(repair(path)).isEqualTo(new Repair(4 * 192, 0, false));
      assertThat(Files.readAllBytes(path)).isEqualTo(tagged);
    }
    byte[] tags = TagBytes.join(ape, TagBytes.id3v1());
    Path path = FlacTools.write(directory, "torn.flac", TagBytes.join(torn, tags));
    assertThat(repair(path)).isEqualTo(new Repair(3 * 192, frame - 3, true));
    assertThat(Files.readAllBytes(path)).endsWith(tags).hasSize(file.length - frame + tags.length);
    assertThat(repair(path).changed()).isFalse();
  }
}
