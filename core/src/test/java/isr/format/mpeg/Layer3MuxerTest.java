package isr.format.mpeg;

import static isr.format.mpeg.TestFrames.V1_L3;
import static isr.format.mpeg.TestFrames.V2_L3_MONO;
import static isr.format.mpeg.TestFrames.frame;
import static isr.format.mpeg.TestFrames.frames;
import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Muxer;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.testing.MemoryOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Layer3MuxerTest {
  private static List<Packet> packets(int header, int count) throws Exception {
    return Mp3Source.packets(new MpegFormat(), frames(header, count));
  }

  private static byte[] segment(List<Packet> packets, int from) throws Exception {
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = Segments.start(packets, from, output);
    for (Packet packet : packets.subList(from, packets.size())) {
      muxer.write(packet);
    }
    muxer.finish();
    return output.bytes();
  }

  /** Offset of the Info frame: just after the ID3 tag. */
  private static int infoOffset(byte[] file) {
    return 10 + file[8] * 128 + file[9];
  }

  private static XingHeader xing(byte[] file) {
    return XingHeader.read(file, infoOffset(file)).orElseThrow();
  }

  private static int reservoirOffset(byte[] file) {
    int info = infoOffset(file);
    return info + MpegHeader.frameBytes(MpegHeader.read(file, info));
  }

  @Test
  void writesTheFramesAsTheyArrivedBehindTheLeadIn() throws Exception {
    List<Packet> packets = packets(V1_L3, 60);
    byte[] file = segment(packets, 40);
    byte[] tail = TestFrames.payloads(packets.subList(39, 60)); // one natural frame as lead-in
    assertThat(Arrays.copyOfRange(file, file.length - tail.length, file.length))
        .containsExactly(tail);
  }

  @Test
  void endsTheReservoirFrameWithTheMainDataBeforeTheNextFrame() throws Exception {
    List<Packet> packets = packets(V1_L3, 60);
    byte[] file = segment(packets, 40);
    int at = reservoirOffset(file);
    int end = at + MpegHeader.frameBytes(MpegHeader.read(file, at));
    byte[] mainData = new byte[511];
    int area = 417 - 36;
    System.arraycopy(frame(V1_L3, 38), 36, mainData, 511 - area, area);
    System.arraycopy(frame(V1_L3, 37), 417 - 130, mainData, 0, 130);
    assertThat(Arrays.copyOfRange(file, end - 511, end)).containsExactly(mainData);
    assertThat(Arrays.copyOfRange(file, at + 4, at + 36)).containsOnly(0);
  }

  @Test
  void hidesExactlyTheLeadIn() throws Exception {
    assertThat(xing(segment(packets(V1_L3, 60), 40)).lame().orElseThrow().droppedAtStart())
        .isEqualTo(2 * 1152);
    assertThat(xing(segment(packets(V2_L3_MONO, 60), 40)).lame().orElseThrow().droppedAtStart())
        .isEqualTo(3 * 576);
    assertThat(xing(segment(packets(V2_L3_MONO, 60), 1)).lame().orElseThrow().droppedAtStart())
        .isEqualTo(2 * 576);
    assertThat(xing(segment(packets(V1_L3, 60), 0)).lame().orElseThrow().droppedAtStart())
        .isEqualTo(1152);
  }

  @Test
  void hidesNothingAtTheEnd() throws Exception {
    XingHeader.Lame lame = xing(segment(packets(V1_L3, 60), 40)).lame().orElseThrow();
    assertThat(lame.paddingSamples()).isEqualTo(529);
    assertThat(lame.droppedAtEnd()).isZero();
  }

  @Test
  void fillsWhatNeverArrivedWithOnes() throws Exception {
    byte[] file = segment(packets(V1_L3, 20), 0);
    int at = reservoirOffset(file);
    int end = at + MpegHeader.frameBytes(MpegHeader.read(file, at));
    assertThat(Arrays.copyOfRange(file, end - 511, end)).containsOnly(0xFF);
    byte[] some = segment(packets(V1_L3, 20), 2);
    end = reservoirOffset(some) + MpegHeader.frameBytes(MpegHeader.read(some, at));
    assertThat(Arrays.copyOfRange(some, end - 511, end - 381)).containsOnly(0xFF);
    assertThat(Arrays.copyOfRange(some, end - 381, end))
        .containsExactly(Arrays.copyOfRange(frame(V1_L3, 0), 36, 417));
  }

  @Test
  void givesTheReservoirFrameTheModeOfTheNextFrame() throws Exception {
    for (int mode : new int[] {0x00, 0x44, 0x48, 0x80, 0x0C}) {
      int header = (V1_L3 & ~0xFF) | mode;
      byte[] file = segment(packets(header, 20), 0);
      int reservoir = MpegHeader.read(file, reservoirOffset(file));
      assertThat(reservoir & 0xCF).isEqualTo(mode & 0xCF);
    }
  }

  @Test
  void countsFramesAndBytes() throws Exception {
    byte[] file = segment(packets(V1_L3, 60), 40);
    assertThat(xing(file).frames()).hasValue(22);
    assertThat(xing(file).bytes()).hasValue(file.length - infoOffset(file));
    assertThat(xing(file).lame().orElseThrow().crcMatches()).isTrue();
  }

  @Test
  void saysInfoForOneBitRateAndXingForSeveral() throws Exception {
    int tag = MpegHeader.BYTES + 32;
    byte[] constant = segment(packets(V1_L3, 20), 0);
    assertThat(text(constant, infoOffset(constant) + tag)).isEqualTo("Info");
    byte[] stream = TestFrames.join(frames(V1_L3, 10), frames((V1_L3 & ~0xF000) | 0xA000, 10));
    byte[] variable = segment(Mp3Source.packets(new MpegFormat(), stream), 0);
    assertThat(text(variable, infoOffset(variable) + tag)).isEqualTo("Xing");
  }

  private static String text(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.US_ASCII);
  }

  @Test
  void neverTellsMoreThanIsThere() throws Exception {
    List<Packet> packets = packets(V1_L3, 80);
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = Segments.start(packets, 30, output);
    for (int i = 30; i < 80; i++) {
      muxer.write(packets.get(i));
      if (i % 7 == 0) {
        muxer.refreshHeader();
        assertThat(xing(output.bytes()).frames()).hasValue(i - 30 + 1 + 2);
      }
      XingHeader now = xing(output.bytes());
      int there = output.bytes().length - infoOffset(output.bytes());
      assertThat(now.frames().getAsLong()).isBetween(2L, i - 30 + 3L);
      assertThat(now.bytes().getAsLong()).isLessThanOrEqualTo(there);
      assertThat(now.lame().orElseThrow().crcMatches()).isTrue();
    }
  }

  @Test
  void patchesOnceAndOnlyWhenThereIsSomethingNew() throws Exception {
    List<String> patches = new ArrayList<>();
    MemoryOutput output =
        new MemoryOutput() {
          @Override
          public void patch(long offset, ByteBuffer from) {
            patches.add(offset + "+" + from.remaining());
            super.patch(offset, from);
          }
        };
    List<Packet> packets = packets(V1_L3, 10);
    Muxer muxer = Segments.start(packets, 0, output);
    muxer.refreshHeader();
    for (Packet packet : packets) {
      muxer.write(packet);
    }
    muxer.refreshHeader();
    muxer.refreshHeader();
    muxer.finish();
    assertThat(patches).containsExactly(infoOffset(output.bytes()) + 36 + "+156");
  }

  @Test
  void writesAHeaderWhenNoFrameEverCame() throws Exception {
    List<Packet> packets = packets(V1_L3, 5);
    MemoryOutput output = new MemoryOutput();
    Segments.start(packets, 0, output).finish();
    assertThat(xing(output.bytes()).frames()).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 511, 512, 513, 1024, 5000, 100_000})
  void tellsPlacesToSeekToWithinOnePercent(int frames) {
    SeekTable table = new SeekTable();
    long offset = 0;
    for (int i = 0; i < frames; i++) {
      table.add(offset);
      offset += i < frames / 2 ? 100 : 300; // a quarter of the bytes is the first half of the time
    }
    byte[] toc = table.toc(offset);
    for (int percent = 0; percent < 100; percent++) {
      double place = percent < 50 ? percent / 200.0 : 0.25 + (percent - 50) * 0.015;
      if (frames >= 50) {
        assertThat((toc[percent] & 0xFF) / 256.0).isBetween(place - 0.035, place + 0.035);
      }
      if (percent > 0) {
        assertThat(toc[percent] & 0xFF).isGreaterThanOrEqualTo(toc[percent - 1] & 0xFF);
      }
    }
  }

  @Test
  void tellsNoCountThatDoesNotFit() {
    byte[] frame = InfoFrame.create(V1_L3, 576);
    InfoFrame.update(frame, new InfoFrame.Counts(true, 1L << 33, new SeekTable(), true));
    assertThat(XingHeader.read(frame, 0).orElseThrow().bytes()).hasValue(0);
  }

  @Test
  void namesSourceAndStartInAnId3Tag() throws Exception {
    byte[] file = segment(packets(V1_L3, 20), 0);
    String tag = new String(file, 0, infoOffset(file), StandardCharsets.UTF_8);
    assertThat(tag).startsWith("ID3\u0004").contains("TIT2", "radio");
    assertThat(tag).contains("2026-11-02T14:00:00", "2026-11-02T15:00:00+01:00");
  }

  @Test
  void namesTheTitleThatIsPlayedWhereTheFileBegins() throws Exception {
    SegmentInfo info = new SegmentInfo("radio", Segments.INFO.start(), Optional.of("Ella - Hot"));
    List<Packet> packets = packets(V1_L3, 20);
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = new MpegFormat().muxer(Segments.track(packets), output, info);
    muxer.start(List.of());
    muxer.write(packets.get(0));
    muxer.finish();
    assertThat(tag(output.bytes())).contains("TIT2", "Hot", "TPE1", "Ella", "TRSN", "radio");
  }

  @Test
  void putsATitleThatIsToldLaterIntoTheRoomThatWasKept() throws Exception {
    List<Packet> packets = packets(V1_L3, 20);
    byte[] untitled = segment(packets, 5);
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = Segments.start(packets, 5, output);
    muxer.startTitle("Ella - Summertime");
    for (Packet packet : packets.subList(5, packets.size())) {
      muxer.write(packet);
    }
    muxer.finish();
    byte[] titled = output.bytes();
    int audio = infoOffset(untitled);
    assertThat(infoOffset(titled)).isEqualTo(audio);
    assertThat(Arrays.copyOfRange(titled, audio, titled.length))
        .containsExactly(Arrays.copyOfRange(untitled, audio, untitled.length));
    assertThat(tag(titled)).contains("TPE1", "Ella", "Summertime").contains("TXXX", "\0\0\0");
  }

  @Test
  void leavesTheTagAsItIsWhenATitleDoesNotFit() throws Exception {
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = Segments.start(packets(V1_L3, 20), 5, output);
    byte[] before = output.bytes();
    muxer.startTitle("東".repeat(200));
    assertThat(output.bytes()).containsExactly(before);
  }

  private static String tag(byte[] file) {
    return new String(file, 0, infoOffset(file), StandardCharsets.UTF_8);
  }
}
