package isr.format.adts;

import static isr.format.adts.AdtsFrames.frame;
import static isr.format.adts.AdtsFrames.frames;
import static org.assertj.core.api.Assertions.assertThat;

import isr.format.adts.AdtsFrames.AdtsKind;
import isr.media.AdtsTrack;
import isr.media.Fault;
import isr.media.FileReport;
import isr.media.Framer;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.Repair;
import isr.media.SegmentInfo;
import isr.media.Skip;
import isr.testing.CollectingSink;
import isr.testing.MemoryOutput;
import java.io.ByteArrayOutputStream;
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
import org.junit.jupiter.params.provider.ValueSource;

class AdtsFormatTest {
  private static final AdtsFormat FORMAT = new AdtsFormat();
  private static final SegmentInfo INFO =
      new SegmentInfo("radio", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.UTC));

  @TempDir Path directory;

  private static CollectingSink read(byte[] stream) throws Exception {
    return read(stream, stream.length + 1, new Random(0));
  }

  private static CollectingSink read(byte[] stream, int max, Random random) throws Exception {
    CollectingSink sink = new CollectingSink();
    Framer framer = FORMAT.framer(sink).orElseThrow();
    for (int at = 0; at < stream.length; ) {
      int count = Math.min(stream.length - at, 1 + random.nextInt(max));
      framer.push(ByteBuffer.wrap(stream, at, count));
      framer.release();
      at += count;
    }
    framer.end();
    return sink;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] payloads(List<Packet> packets) {
    return join(packets.stream().map(packet -> packet.payload().array()).toArray(byte[][]::new));
  }

  @Test
  void givesFramesWithAndWithoutCrcAndOfSeveralBlocks() throws Exception {
    for (AdtsKind kind :
        List.of(AdtsKind.LC, AdtsKind.LC.withCrc(), AdtsKind.LC.ofBlocks(4).withCrc())) {
      CollectingSink found = read(frames(kind, 12));
      assertThat(payloads(found.packets())).containsExactly(frames(kind, 12));
      assertThat(found.tracks()).containsExactly(new AdtsTrack(false, 1, 44_100, 2));
      assertThat(found.packets().get(11).endPosition()).isEqualTo(12L * 1024 * kind.blocks());
    }
  }

  @Test
  void keepsTheTrackWhenCrcOrNumberOfBlocksChange() throws Exception {
    byte[] stream =
        join(
            frames(AdtsKind.LC, 4),
            frames(AdtsKind.LC.withCrc(), 4),
            frames(AdtsKind.LC.ofBlocks(2), 4));
    CollectingSink found = read(stream);
    assertThat(found.tracks()).hasSize(1);
    assertThat(found.packets()).hasSize(12);
  }

  @Test
  void beginsATrackWhenRateChannelsProfileOrIdChange() throws Exception {
    AdtsKind lc = AdtsKind.LC;
    byte[] stream =
        join(
            frames(lc, 4),
            frames(lc.atIndex(7), 4),
            frames(lc.ofChannels(1), 4),
            frames(lc.ofChannels(7), 4),
            frames(new AdtsKind(true, false, 1, 4, 2, 1), 4),
            frames(new AdtsKind(false, false, 0, 4, 2, 1), 4));
    CollectingSink found = read(stream);
    assertThat(payloads(found.packets())).containsExactly(stream);
    assertThat(found.tracks()).hasSize(6);
    assertThat(found.tracks().get(1)).isEqualTo(new AdtsTrack(false, 1, 22_050, 2));
    assertThat(found.tracks().get(3).channels()).isEqualTo(8);
  }

  @Test
  void tellsTornFramesAndForeignBytesApart() throws Exception {
    byte[] torn = Arrays.copyOf(frame(AdtsKind.LC, 400, 1), 150);
    byte[] foreign = new byte[99];
    CollectingSink found =
        read(
            join(
                new byte[50],
                frames(AdtsKind.LC, 5),
                torn,
                frames(AdtsKind.LC, 5),
                foreign,
                frames(AdtsKind.LC, 5)));
    assertThat(found.packets()).hasSize(15);
    assertThat(found.skips())
        .extracting(Skip::kind)
        .containsExactly(Skip.Kind.JOIN, Skip.Kind.DAMAGE, Skip.Kind.FOREIGN);
    assertThat(found.skips()).extracting(Skip::byteCount).containsExactly(50L, 150L, 99L);
    assertThat(found.skips()).extracting(Skip::lostSamples).containsExactly(0L, 1024L, 0L);
  }

  @Test
  void hearsNothingInMpegAudio() throws Exception {
    byte[] frame = new byte[417];
    ByteBuffer.wrap(frame).putInt(0xFFFB_9044);
    assertThat(read(join(frame, frame, frame, frame)).packets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsTheSameInChunksOfAnySize(long seed) throws Exception {
    byte[] stream =
        join(
            new byte[50],
            frames(AdtsKind.LC, 9),
            Arrays.copyOf(frame(AdtsKind.LC, 400, 1), 150),
            frames(AdtsKind.LC.atIndex(6), 9));
    assertThat(read(stream, 1, new Random(seed)).events()).isEqualTo(read(stream).events());
    assertThat(read(stream, 700, new Random(seed)).events()).isEqualTo(read(stream).events());
  }

  @Test
  void segmentsAreTheStreamByteForByte() throws Exception {
    byte[] stream = frames(AdtsKind.LC, 40);
    List<Packet> packets = read(stream).packets();
    MemoryOutput all = new MemoryOutput();
    for (int from = 0; from < 40; from += 8) {
      Muxer muxer = FORMAT.muxer(new AdtsTrack(false, 1, 44_100, 2), all, INFO);
      muxer.start(packets.subList(Math.max(0, from - 1), from));
      for (Packet packet : packets.subList(from, from + 8)) {
        muxer.write(packet);
      }
      muxer.refreshHeader();
      muxer.finish();
    }
    assertThat(all.bytes()).containsExactly(stream);
  }

  private FileReport inspect(byte[] bytes) throws Exception {
    Path path = Files.write(directory.resolve("inspected.aac"), bytes);
    try (FileChannel file = FileChannel.open(path)) {
      return FORMAT.inspect(file);
    }
  }

  @Test
  void inspectsAFile() throws Exception {
    FileReport report = inspect(frames(AdtsKind.LC.ofBlocks(2), 30));
    assertThat(report.faults()).isEmpty();
    assertThat(report.packetCount()).isEqualTo(30);
    assertThat(report.sampleCount()).isEqualTo(30 * 2048);
    assertThat(report.track()).contains(new AdtsTrack(false, 1, 44_100, 2));
  }

  @Test
  void tellsFaultsWithTheirOffsets() throws Exception {
    byte[] first = frames(AdtsKind.LC, 5);
    byte[] torn = Arrays.copyOf(frame(AdtsKind.LC, 400, 1), 150);
    FileReport report = inspect(join(first, new byte[9], frames(AdtsKind.LC, 5), torn));
    assertThat(report.packetCount()).isEqualTo(10);
    assertThat(report.faults())
        .extracting(Fault::offset)
        .containsExactly((long) first.length, 2L * first.length + 9);
    assertThat(inspect(new byte[0]).good()).isFalse();
  }

  @Test
  void repairCutsTheTailOnce() throws Exception {
    byte[] whole = frames(AdtsKind.LC, 20);
    byte[] torn = Arrays.copyOf(frame(AdtsKind.LC, 400, 1), 150);
    Path path = Files.write(directory.resolve("cut.aac"), join(whole, torn));
    assertThat(repair(path)).isEqualTo(new Repair(20 * 1024, 150, true));
    assertThat(Files.readAllBytes(path)).containsExactly(whole);
    assertThat(repair(path)).isEqualTo(new Repair(20 * 1024, 0, false));
  }

  private static Repair repair(Path path) throws Exception {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return FORMAT.repair(file);
    }
  }
}
