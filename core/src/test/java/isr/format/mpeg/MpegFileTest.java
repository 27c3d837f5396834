package isr.format.mpeg;

import static isr.format.mpeg.TestFrames.V1_L2;
import static isr.format.mpeg.TestFrames.V1_L3;
import static isr.format.mpeg.TestFrames.V2_L3_MONO;
import static isr.format.mpeg.TestFrames.frame;
import static isr.format.mpeg.TestFrames.frames;
import static isr.format.mpeg.TestFrames.join;
import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Fault;
import isr.media.FileReport;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.Repair;
import isr.testing.MemoryOutput;
import isr.testing.TagBytes;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict reading and repair. */
class MpegFileTest {
  private static final int LEAD = 30;

  @TempDir Path directory;

  private FileReport inspect(byte[] bytes) throws Exception {
    Path path = Files.write(directory.resolve("inspected.mp3"), bytes);
    try (FileChannel file = FileChannel.open(path)) {
      return new MpegFormat().inspect(file);
    }
  }

  private Repair repair(Path path) throws Exception {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new MpegFormat().repair(file);
    }
  }

  private Path write(byte[] bytes) throws Exception {
    return Files.write(directory.resolve("repaired.mp3"), bytes);
  }

  /** A segment of frames, its header brought up to date after some of them only, or at the end. */
  private static byte[] segment(int header, int count, int refreshed) throws Exception {
    List<Packet> packets = Mp3Source.packets(new MpegFormat(), frames(header, LEAD + count));
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = Segments.start(packets, LEAD, output);
    for (int i = 0; i < count; i++) {
      muxer.write(packets.get(LEAD + i));
      if (i + 1 == refreshed) {
        muxer.refreshHeader();
      }
    }
    return output.bytes();
  }

  @Test
  void findsNoFaultInASegmentOfOurs() throws Exception {
    FileReport report = inspect(segment(V1_L3, 50, 50));
    assertThat(report.faults()).isEmpty();
    assertThat(report.track()).contains(MpegHeader.track(V1_L3));
    assertThat(report.packetCount()).isEqualTo(52);
    assertThat(report.leadInSamples()).isEqualTo(2 * 1152);
    assertThat(report.sampleCount()).isEqualTo(50 * 1152);
  }

  @Test
  void findsNoFaultInBareFrames() throws Exception {
    for (int header : new int[] {V1_L3, V2_L3_MONO, V1_L2, V1_L3 & ~0x1_0000}) {
      FileReport report = inspect(frames(header, 20));
      assertThat(report.faults()).isEmpty();
      assertThat(report.sampleCount()).isEqualTo(20L * MpegHeader.sampleCount(header));
      assertThat(report.leadInSamples()).isZero();
    }
  }

  @Test
  void passesOverTags() throws Exception {
    byte[] id3v1 = Arrays.copyOf(new byte[] {'T', 'A', 'G'}, 128);
    byte[] id3v2 = Arrays.copyOf(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 40, 0}, 5130);
    FileReport report = inspect(join(id3v2, frames(V1_L3, 20), id3v1));
    assertThat(report.faults()).isEmpty();
    assertThat(report.packetCount()).isEqualTo(20);
  }

  @Test
  void tellsStaleCounts() throws Exception {
    byte[] stale = segment(V1_L3, 50, 20);
    FileReport report = inspect(stale);
    assertThat(report.faults()).hasSize(2);
    assertThat(report.faults().get(0).rule()).contains("22 frames told, 52 there");
    assertThat(report.sampleCount()).isEqualTo(50 * 1152);
  }

  @Test
  void tellsADamagedLameTag() throws Exception {
    byte[] file = segment(V1_L3, 20, 20);
    int info = 10 + file[8] * 128 + file[9];
    file[info + 36 + 141] ^= 1;
    assertThat(inspect(file).faults())
        .extracting(Fault::rule)
        .containsExactly("LAME tag: the CRC does not match");
  }

  @Test
  void tellsBytesThatAreInNoFrame() throws Exception {
    byte[] first = frames(V1_L3, 10);
    FileReport report = inspect(join(first, new byte[70], frames(V1_L3, 10)));
    assertThat(report.faults())
        .containsExactly(new Fault(4170, "expected a frame header, found other bytes"));
    assertThat(report.packetCount()).isEqualTo(20);
  }

  @Test
  void tellsATruncatedFrame() throws Exception {
    FileReport report = inspect(join(frames(V1_L3, 10), Arrays.copyOf(frame(V1_L3, 1), 200)));
    assertThat(report.faults())
        .containsExactly(new Fault(4170, "truncated: a frame of 417 bytes, 200 there"));
  }

  @Test
  void tellsAReservoirThatPointsBeforeTheFile() throws Exception {
    FileReport report = inspect(join(frame(V1_L3, 100, 1), frame(V1_L3, 100, 2)));
    assertThat(report.faults())
        .containsExactly(new Fault(0, "main_data_begin: at most 0 expected, found 100"));
  }

  @Test
  void tellsMainDataThatReachesIntoTheFrameBefore() throws Exception {
    FileReport report = inspect(join(frames(V1_L3, 3), frame(V1_L3, 7, 1)));
    assertThat(report.faults())
        .containsExactly(new Fault(3 * 417, "main_data_begin: at most 0 expected, found 7"));
  }

  @Test
  void tellsMainDataThatRunsOver() throws Exception {
    byte[] frame = frame(V1_L3, 1);
    TestFrames.sideInfo(frame, V1_L3, 0, 8 * 381 + 5);
    FileReport report = inspect(join(frames(V1_L3, 3), frame));
    assertThat(report.faults())
        .containsExactly(
            new Fault(3 * 417, "part2_3_length: at most 3048 bits expected, found 3053"));
  }

  @Test
  void tellsAWrongCrcOfAFrame() throws Exception {
    byte[] file = frames(V1_L3 & ~0x1_0000, 5);
    file[417 * 2 + 5] ^= 1;
    assertThat(inspect(file).faults())
        .containsExactly(new Fault(834, "the CRC of header and side information does not match"));
  }

  @Test
  void tellsAChangeOfTrack() throws Exception {
    FileReport report = inspect(join(frames(V1_L3, 5), frames(V2_L3_MONO, 5)));
    assertThat(report.faults()).hasSize(1);
    assertThat(report.faults().get(0).offset()).isEqualTo(5 * 417);
  }

  @Test
  void tellsAFileWithoutAudio() throws Exception {
    assertThat(inspect(new byte[0]).good()).isFalse();
    assertThat(inspect(new byte[3000]).good()).isFalse();
  }

  @Test
  void survivesEveryTruncation() throws Exception {
    byte[] file = segment(V2_L3_MONO, 6, 6);
    for (int length = 0; length <= file.length; length++) {
      FileReport report = inspect(Arrays.copyOf(file, length));
      assertThat(report.good()).as("length " + length).isEqualTo(length == file.length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 100, 416})
  void repairCutsTheTailAndTellsWhatIsThere(int tail) throws Exception {
    byte[] whole = segment(V1_L3, 50, 0);
    Path path = write(join(whole, Arrays.copyOf(frame(V1_L3, 99), tail)));
    Repair repair = repair(path);
    assertThat(repair).isEqualTo(new Repair(50 * 1152, tail, true));
    assertThat(Files.readAllBytes(path)).containsExactly(segment(V1_L3, 50, 50));
    assertThat(repair(path)).isEqualTo(new Repair(50 * 1152, 0, false));
  }

  @Test
  void repairCutsZerosThatAPowerCutLeft() throws Exception {
    Path path = write(join(segment(V1_L3, 50, 10), new byte[70_000]));
    assertThat(repair(path)).isEqualTo(new Repair(50 * 1152, 70_000, true));
    assertThat(Files.readAllBytes(path)).containsExactly(segment(V1_L3, 50, 50));
  }

  @Test
  void repairKeepsAudioBehindDamage() throws Exception {
    byte[] file = segment(V1_L3, 50, 10);
    Arrays.fill(file, 9000, 9500, (byte) 0);
    Path path = write(file);
    Repair repair = repair(path);
    assertThat(repair.removedBytes()).isZero();
    assertThat(repair.sampleCount()).isBetween(47L * 1152, 49L * 1152);
    assertThat(Files.size(path)).isEqualTo(file.length);
  }

  @Test
  void repairLeavesAHeaderWithoutFramesAsItIs() throws Exception {
    byte[] whole = segment(V1_L3, 1, 0);
    byte[] header = Arrays.copyOf(whole, whole.length - 417);
    Path path = write(header);
    assertThat(repair(path)).isEqualTo(new Repair(0, 0, false));
    assertThat(Files.readAllBytes(path)).containsExactly(header);
  }

  @Test
  void repairIsIdempotentAtEveryTruncation() throws Exception {
    byte[] file = segment(V2_L3_MONO, 6, 3);
    for (int length = 0; length <= file.length; length += 3) {
      Path path = write(Arrays.copyOf(file, length));
      Repair first = repair(path);
      byte[] once = Files.readAllBytes(path);
      Repair second = repair(path);
      assertThat(second.changed()).isFalse();
      assertThat(second.sampleCount()).isEqualTo(first.sampleCount());
      assertThat(Files.readAllBytes(path)).containsExactly(once);
    }
  }

  /** Found by fuzzing: bytes in damage look like a frame that ends with the file once it is cut. */
  @Test
  void repairTellsWhatIsThereOnceTheFileIsCut() throws Exception {
    byte[] damage = new byte[160];
    System.arraycopy(frame(V1_L2, 1), 0, damage, 0, 4); // 576 bytes: 160, and two frames of 208
    byte[] two = frames(V2_L3_MONO, 2);
    Path path = write(join(frames(V2_L3_MONO, 3), damage, two, new byte[5]));
    Repair first = repair(path);
    assertThat(first.removedBytes()).isEqualTo(5);
    assertThat(repair(path)).isEqualTo(new Repair(first.sampleCount(), 0, false));
  }

  @Test
  void repairLeavesOtherFilesAlone() throws Exception {
    byte[] text = Arrays.copyOf("no audio".getBytes(StandardCharsets.US_ASCII), 3000);
    assertThat(repair(write(text))).isEqualTo(new Repair(0, 0, false));
    assertThat(Files.readAllBytes(directory.resolve("repaired.mp3"))).containsExactly(text);
  }

  @Test
  void repairOfBareFramesOnlyCutsTheTail() throws Exception {
    Path path = write(join(frames(V1_L2, 10), Arrays.copyOf(frame(V1_L2, 1), 100)));
    assertThat(repair(path)).isEqualTo(new Repair(10 * 1152, 100, true));
    assertThat(Files.readAllBytes(path)).containsExactly(frames(V1_L2, 10));
  }

  @Test
  void tagsThatOnlyTheirEndTellsAreNoFaultAndStay() throws Exception {
    byte[] frames = frames(V1_L3, 10);
    for (byte[] tag : List.of(TagBytes.apeWithFooterOnly(1), TagBytes.apeWithFooterOnly(2))) {
      for (byte[] tags : List.of(tag, join(tag, TagBytes.id3v1()))) {
        byte[] file = join(frames, tags);
        assertThat(inspect(file).faults()).isEmpty();
        Path path = write(file);
        assertThat(repair(path)).isEqualTo(new Repair(10 * 1152, 0, false));
        assertThat(Files.readAllBytes(path)).containsExactly(file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100, 289, 290, 350, 416})
  void repairCutsAnIncompleteFrameInFrontOfTags(int torn) throws Exception {
    byte[] whole = segment(V1_L3, 50, 50);
    byte[] tags = join(TagBytes.apeWithFooterOnly(2), TagBytes.id3v1());
    for (byte[] tag : List.of(tags, TagBytes.id3v1())) {
      if (torn + tag.length == 417) {
        continue; // the frame seems to be whole
      }
      Path path = write(join(whole, Arrays.copyOf(frame(V1_L3, 99), torn), tag));
      assertThat(repair(path)).isEqualTo(new Repair(50 * 1152, torn, true));
      assertThat(Files.readAllBytes(path)).containsExactly(join(whole, tag));
      assertThat(repair(path)).isEqualTo(new Repair(50 * 1152, 0, false));
    }
  }

  @Test
  void audioThatLooksLikeATagIsAudio() throws Exception {
    byte[] file = frames(V1_L3, 10);
    System.arraycopy(TagBytes.id3v1(), 0, file, file.length - 128, 3);
    assertThat(inspect(file).faults()).isEmpty();
    assertThat(repair(write(file))).isEqualTo(new Repair(10 * 1152, 0, false));
  }
}
