package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OggMuxerTest {
  private static final OpusTrack TRACK = track(312);

  @Test
  void readingGivesWhatWasWritten() throws Exception {
    List<Packet> packets = packets(200, 0);
    Collected got = Collected.from(OggSplit.file(TRACK, packets, 0, 200));
    assertThat(got.packets).isEqualTo(packets);
    assertThat(got.tracks).containsExactly(TRACK);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void hidesExactlyTheLeadIn() throws Exception {
    List<Packet> packets = packets(200, 0);
    Collected got = Collected.from(OggSplit.file(TRACK, packets, 100, 150));
    assertThat(preSkip(got)).isEqualTo(32 * 960);
    assertThat(got.packets).hasSize(50 + 32);
    assertThat(got.packets.get(32).payload()).isEqualTo(packets.get(100).payload());
  }

  @ParameterizedTest(name = "own pre-skip {0}, cut after {1} packets")
  @CsvSource({
    // without a lead-in the stream's own; what it is longer than the lead-in is still hidden
    "312, 0, 312",
    "312, 1, 960",
    "3840, 1, 3840",
    "3840, 4, 3840",
    "3840, 5, 4800",
    "65535, 40, 57855",
  })
  void hidesWhatIsLeftOfTheStreamsOwnPreSkip(int own, int cut, int expected) throws Exception {
    List<Packet> packets = packets(200, 0);
    assertThat(preSkip(Collected.from(OggSplit.file(track(own), packets, cut, 150))))
        .isEqualTo(expected);
  }

  @Test
  void theLeadInBeginsAfterAGap() throws Exception {
    List<Packet> packets = new ArrayList<>(packets(10, 0));
    packets.addAll(packets(10, 20_000));
    Collected got = Collected.from(OggSplit.file(TRACK, packets, 15, 20));
    assertThat(preSkip(got)).isEqualTo(5 * 960);
  }

  @Test
  void pagesLastAtMostHalfASecond() throws Exception {
    byte[] file = OggSplit.file(TRACK, packets(200, 0), 0, 200);
    List<OggPage> pages = pages(file);
    assertThat(pages).hasSize(2 + 8);
    assertThat(pages.get(2).granule()).isEqualTo(24_000);
    assertThat(pages.get(9).granule()).isEqualTo(192_000);
  }

  @Test
  void numbersItsPagesAndMarksTheEnds() throws Exception {
    List<OggPage> pages = pages(OggSplit.file(TRACK, packets(200, 0), 90, 200));
    for (int i = 0; i < pages.size(); i++) {
      assertThat(pages.get(i).sequence()).isEqualTo(i);
      assertThat(pages.get(i).begins()).isEqualTo(i == 0);
      assertThat(pages.get(i).ends()).isEqualTo(i == pages.size() - 1);
      assertThat(pages.get(i).serial()).isEqualTo(pages.get(0).serial());
    }
  }

  @Test
  void everyFileHasASerialNumberOfItsOwn() throws Exception {
    List<Packet> packets = packets(100, 0);
    List<Integer> serials = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      serials.add(pages(OggSplit.file(TRACK, packets, i, i + 1)).get(0).serial());
    }
    assertThat(serials).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsWhereTheStreamWasTrimmed(boolean flushed) throws Exception {
    List<Packet> packets = new ArrayList<>(packets(3, 0));
    packets.add(packet(3, 2880, 700));
    packets.add(packet(4, 3580, 0));
    MemoryOutput output = new MemoryOutput();
    OggMuxer muxer = new OggMuxer(TRACK, output, OggSplit.info(0));
    muxer.start(List.of());
    for (Packet packet : packets) {
      muxer.write(packet);
      if (flushed) {
        muxer.flush();
      }
    }
    muxer.finish();
    List<OggPage> pages = pages(output.bytes());
    assertThat(pages.get(pages.size() - 1).granule()).isEqualTo(3580);
    assertThat(pages.get(pages.size() - 1).ends()).isTrue();
  }

  @Test
  void anUnfinishedFileHoldsAllThatWasFlushed() throws Exception {
    MemoryOutput output = new MemoryOutput();
    OggMuxer muxer = new OggMuxer(TRACK, output, OggSplit.info(0));
    muxer.start(List.of());
    int written = 0;
    for (Packet packet : packets(60, 0)) {
      muxer.write(packet);
      written++;
      if (written % 7 == 0) {
        muxer.flush();
        assertThat(Collected.from(output.bytes()).packets).hasSize(written);
      }
    }
  }

  @Test
  void anEmptyFileEnds() throws Exception {
    List<OggPage> pages = pages(OggSplit.file(TRACK, List.of(), 0, 0));
    assertThat(pages).hasSize(2);
    assertThat(pages.get(1).ends()).isTrue();
  }

  @Test
  void aFileShorterThanThePreSkipHidesNoMoreThanItHolds() throws Exception {
    MemoryOutput output = new MemoryOutput();
    for (int link = 0; link < 2; link++) {
      OggMuxer muxer = new OggMuxer(track(3840), output, OggSplit.info(0));
      muxer.start(List.of());
      muxer.write(packet(0, 0, 960));
      muxer.write(packet(1, 960, 500));
      muxer.finish();
    }
    Collected got = Collected.from(output.bytes());
    assertThat(got.tracks).extracting(t -> ((OpusTrack) t).preSkip()).containsExactly(1460, 1460);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void theWholeLeadInIsThereFromTheStart() throws Exception {
    MemoryOutput output = new MemoryOutput();
    new OggMuxer(TRACK, output, OggSplit.info(0)).start(packets(100, 0));
    assertThat(Collected.from(output.bytes()).packets).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({"Nina - Feeling Good,", "Nina - Feeling Good, own"})
  void theTitleStandsInTheTagsWhereTheStreamsOwnSayNone(String title, String own) throws Exception {
    String[] comments = own == null ? new String[] {"A=b"} : new String[] {"A=b", "TITLE=" + own};
    Track opus =
        new OpusTrack(
            2, 312, ByteBuffer.wrap(TestPages.head()), ByteBuffer.wrap(TestPages.tags(comments)));
    Track flac = Collected.from(TestFlac.stream(7, 1, comments)).tracks.get(0);
    for (Track track : List.of(opus, TestVorbis.track(comments), flac)) {
      MemoryOutput output = new MemoryOutput();
      SegmentInfo info = OggSplit.info(0);
      info = new SegmentInfo(info.source(), info.start(), Optional.of(title));
      OggMuxer muxer = new OggMuxer(track, output, info);
      muxer.start(List.of());
      muxer.finish();
      assertThat(Collected.from(output.bytes()).titles).containsExactly(own == null ? title : own);
    }
  }

  @Test
  void aSecondMuxerAddsALink() throws Exception {
    MemoryOutput output = new MemoryOutput();
    for (int link = 0; link < 3; link++) {
      OggMuxer muxer = new OggMuxer(TRACK, output, OggSplit.info(0));
      muxer.start(List.of());
      for (Packet packet : packets(5, 0)) {
        muxer.write(packet);
      }
      muxer.flush();
      muxer.finish();
    }
    Collected got = Collected.from(output.bytes());
    assertThat(got.tracks).hasSize(3);
    assertThat(got.packets).hasSize(15);
    assertThat(got.skips).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 254, 255, 256, 65_024, 65_025, 65_026, 65_536})
  void writesPacketsOfAllLengths(int bytes) throws Exception {
    List<Packet> packets =
        List.of(packet(1, 0, 960), sized(bytes, 960), packet(2, 1920, 960), sized(bytes, 2880));
    Collected got = Collected.from(OggSplit.file(TRACK, packets, 0, 4));
    assertThat(got.packets).isEqualTo(packets);
  }

  @Test
  void writesTagsOfManyPages() throws Exception {
    byte[] tags = Arrays.copyOf(TestPages.tags("TITLE=x"), 300_000);
    Track track = new OpusTrack(2, 312, ByteBuffer.wrap(TestPages.head()), ByteBuffer.wrap(tags));
    byte[] file = OggSplit.file(track, packets(5, 0), 0, 5);
    assertThat(Collected.from(file).tracks).containsExactly(track);
    assertThat(pages(file).get(1).granule()).isEqualTo(OggPage.NO_GRANULE);
    assertThat(pages(file).get(6).granule()).isEqualTo(960 * 5);
  }

  @Test
  void cutsPastTheEndOfTheTrackAreJoinedAsTheyWere() throws Exception {
    List<Packet> packets = packets(300, 0);
    List<Packet> joined = new ArrayList<>();
    int from = 0;
    for (byte[] file : OggSplit.files(TRACK, packets, List.of(1, 2, 33, 34, 200))) {
      Collected got = Collected.from(file);
      int hidden = from == 0 ? 0 : preSkip(got) / 960;
      joined.addAll(got.packets.subList(hidden, got.packets.size()));
      from++;
    }
    assertThat(joined)
        .extracting(Packet::payload)
        .isEqualTo(packets.stream().map(Packet::payload).toList());
  }

  private static OpusTrack track(int preSkip) {
    return new OpusTrack(
        2,
        preSkip,
        ByteBuffer.wrap(TestPages.head(2, preSkip)),
        ByteBuffer.wrap(TestPages.tags("TITLE=x")));
  }

  private static List<Packet> packets(int count, long position) {
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(packet(i, position + 960L * i, 960));
    }
    return Collections.unmodifiableList(packets);
  }

  private static Packet packet(int seed, long position, int samples) {
    return new Packet(ByteBuffer.wrap(TestPages.audio(20 + seed, seed)), position, samples);
  }

  private static Packet sized(int bytes, long position) {
    return new Packet(ByteBuffer.wrap(TestPages.audio(bytes, bytes)), position, 960);
  }

  private static int preSkip(Collected got) {
    return ((OpusTrack) got.tracks.get(0)).preSkip();
  }

  static List<OggPage> pages(byte[] file) throws Exception {
    List<OggPage> pages = new ArrayList<>();
    OggPageReader reader =
        new OggPageReader(
            new OggPageReader.Listener() {
              @Override
              public void page(OggPage page) {
                pages.add(page);
              }

              @Override
              public void stray(Stray stray) {
                throw new AssertionError(stray);
              }
            });
    reader.push(ByteBuffer.wrap(file));
    reader.end();
    return pages;
  }
}
