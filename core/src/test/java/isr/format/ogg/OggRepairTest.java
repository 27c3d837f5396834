package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.FileReport;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.Repair;
import isr.testing.TagBytes;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OggRepairTest {
  private static final byte[] WHOLE = TestPages.stream(7, 4, "TITLE=x");
  private static final int HEADERS = TestPages.headers(7, "TITLE=x").length;

  @TempDir Path directory;

  @Test
  void leavesAFinishedFileAlone() throws Exception {
    assertThat(repair(WHOLE)).isEqualTo(new Repair(16 * 960 - 312, 0, false));
    assertThat(repaired()).isEqualTo(WHOLE);
  }

  @Test
  void mendsAFileCutAnywhere() throws Exception {
    for (int length = 0; length < WHOLE.length; length++) {
      Repair repair = repair(Arrays.copyOf(WHOLE, length));
      byte[] mended = repaired();
      if (length < HEADERS) {
        assertThat(repair).as("cut at " + length).isEqualTo(new Repair(0, 0, false));
        assertThat(mended).hasSize(length);
        continue;
      }
      assertThat(repair.changed()).isTrue();
      assertThat(repair.removedBytes()).isEqualTo(length - mended.length);
      FileReport report = inspect();
      assertThat(report.faults()).as("cut at " + length).isEmpty();
      assertThat(report.sampleCount()).isEqualTo(repair.sampleCount());
      assertThat(report.packetCount())
          .isEqualTo(Collected.strictly(Arrays.copyOf(WHOLE, length)).packets.size());
    }
  }

  @Test
  void aSecondRepairChangesNothing() throws Exception {
    Repair first = repair(Arrays.copyOf(WHOLE, WHOLE.length - 30));
    byte[] mended = repaired();
    Repair second = repair(mended);
    assertThat(second).isEqualTo(new Repair(first.sampleCount(), 0, false));
    assertThat(repaired()).isEqualTo(mended);
  }

  @Test
  void cutsALastPageWhoseChecksumDoesNotHold() throws Exception {
    byte[] damaged = WHOLE.clone();
    damaged[damaged.length - 1] ^= 1;
    assertThat(repair(damaged).sampleCount()).isEqualTo(12 * 960 - 312);
    assertThat(inspect().good()).isTrue();
  }

  @Test
  void cutsZerosThatAPowerCutLeft() throws Exception {
    byte[] zeros = Arrays.copyOf(WHOLE, WHOLE.length + 70_000);
    assertThat(repair(zeros)).isEqualTo(new Repair(16 * 960 - 312, 70_000, true));
    assertThat(repaired()).isEqualTo(WHOLE);
  }

  @Test
  void cutsALaterLinkOfWhichOnlyHeadersAreThere() throws Exception {
    byte[] head = TestPages.page(OggPage.BEGIN, 0, 8, 0, TestPages.head());
    assertThat(repair(MemoryOutput.join(WHOLE, head)).removedBytes()).isEqualTo(head.length);
    assertThat(repaired()).isEqualTo(WHOLE);
  }

  @Test
  void lastLinksHeaderHidesNoMoreThanThereIs() throws Exception {
    byte[] started =
        MemoryOutput.join(
            TestPages.page(OggPage.BEGIN, 0, 8, 0, TestPages.head(2, 3840)),
            TestPages.page(0, 0, 8, 1, TestPages.tags()),
            TestPages.audioPage(0, 8, 1, 2));
    assertThat(repair(MemoryOutput.join(WHOLE, started)))
        .isEqualTo(new Repair(16 * 960 - 312, 0, true));
    assertThat(inspect().faults()).isEmpty();
    assertThat(((OpusTrack) Collected.from(repaired()).tracks.get(1)).preSkip()).isEqualTo(1920);
  }

  @Test
  void aFileOfHeadersOnlyIsEnded() throws Exception {
    Repair repair = repair(Arrays.copyOf(WHOLE, HEADERS));
    assertThat(repair).isEqualTo(new Repair(0, 0, true));
    assertThat(inspect().faults()).isEmpty();
    assertThat(repair(repaired()).changed()).isFalse();
  }

  @Test
  void damageInTheMiddleStays() throws Exception {
    byte[] damaged = WHOLE.clone();
    damaged[HEADERS + 50] ^= 1;
    Repair repair = repair(Arrays.copyOf(damaged, damaged.length - 10));
    assertThat(repair.sampleCount()).isEqualTo(2 * 4 * 960 - 312);
    assertThat(inspect().faultCount()).isEqualTo(1);
  }

  @Test
  void audioAfterDamagedHeadersStays() throws Exception {
    byte[] second = TestVorbis.stream(8, 3);
    second[TestPages.pageOffsets(second)[2] - 3] ^= 1; // in the page of comments and setup
    byte[] chain = MemoryOutput.join(TestVorbis.stream(7, 4), second);
    assertThat(repair(chain)).isEqualTo(new Repair(samples(chain), 0, false));
    assertThat(repaired()).isEqualTo(chain);
    byte[] torn = Arrays.copyOf(chain, chain.length - 10);
    byte[] kept = Arrays.copyOf(chain, TestPages.pageOffsets(chain)[10]);
    assertThat(repair(torn).removedBytes()).isEqualTo(torn.length - kept.length);
    byte[] mended = repaired();
    assertThat(mended).hasSameSizeAs(kept);
    int lastPage = TestPages.pageOffsets(kept)[9];
    assertThat(Arrays.copyOf(mended, lastPage)).isEqualTo(Arrays.copyOf(kept, lastPage));
  }

  @Test
  void headersAloneAreCutAlsoWhenTheirLastPageIsDamaged() throws Exception {
    byte[] headers = TestVorbis.headers(8);
    headers[headers.length - 3] ^= 1;
    byte[] first = TestVorbis.stream(7, 4);
    assertThat(repair(MemoryOutput.join(first, headers)).removedBytes()).isEqualTo(headers.length);
    assertThat(repaired()).isEqualTo(first);
  }

  @Test
  void theHeaderBeforeALinkThatLostItsOwnStays() throws Exception {
    byte[] second = flac(8, 3);
    second[40] ^= 1;
    byte[] chain = MemoryOutput.join(flac(7, 2), second);
    assertThat(repair(chain).changed()).isFalse();
    assertThat(repaired()).isEqualTo(chain);
  }

  @Test
  void aTotalThatIsRightStaysWhenAPageIsDamaged() throws Exception {
    byte[] damaged = flac(7, 4);
    damaged[TestPages.pageOffsets(damaged)[4] - 3] ^= 1;
    assertThat(repair(damaged).changed()).isFalse();
    assertThat(repaired()).isEqualTo(damaged);
  }

  @Test
  void theHeaderOfABitstreamThatGoesOnAfterItsEndStays() throws Exception {
    byte[] more = MemoryOutput.join(TestFlac.page(0, 7, 3), TestFlac.page(OggPage.END, 7, 4));
    byte[] file = MemoryOutput.join(flac(7, 2), more);
    assertThat(repair(file).changed()).isFalse();
    assertThat(repaired()).isEqualTo(file);
  }

  @Test
  void theTotalIsToldInTheHeaderOfTheBitstreamItIsOf() throws Exception {
    byte[] flac = flac(7, 2);
    int comments = TestPages.pageOffsets(flac)[1];
    byte[] opus = TestPages.page(OggPage.BEGIN, 0, 8, 0, TestPages.head(2, 65_000));
    byte[] rest = Arrays.copyOfRange(flac, comments, flac.length);
    byte[] untold = TestPages.page(OggPage.BEGIN, 0, 7, 0, TestFlac.head(0, 1));
    assertThat(repair(MemoryOutput.join(untold, opus, rest)).changed()).isTrue();
    assertThat(repaired()).isEqualTo(MemoryOutput.join(Arrays.copyOf(flac, comments), opus, rest));
  }

  @Test
  void wholePacketsOfAPageThatEndsWithinOneStay() throws Exception {
    byte[] whole = TestPages.audio(40, 1);
    byte[] body = MemoryOutput.join(whole, whole, TestPages.audio(2 * 255, 2));
    byte[] open = TestPages.raw(0, 18 * 960, 7, 6, List.of(40, 40, 255, 255), body);
    byte[] middle = TestPages.raw(1, -1, 7, 7, List.of(255), TestPages.audio(255, 3));
    byte[] stream = unmarked(4);
    byte[] killed = MemoryOutput.join(stream, open, middle, new byte[20]);
    Repair repair = repair(killed);
    byte[] last = TestPages.page(OggPage.END, 18 * 960, 7, 6, whole, whole);
    assertThat(repaired()).isEqualTo(MemoryOutput.join(stream, last));
    assertThat(repair)
        .isEqualTo(new Repair(18 * 960 - 312, killed.length - stream.length - last.length, true));
    assertThat(inspect().faults()).isEmpty();
    assertThat(repair(repaired()).changed()).isFalse();
  }

  @Test
  void tagsBehindTheLastPageStay() throws Exception {
    byte[] tags = MemoryOutput.join(TagBytes.apeWithFooterOnly(2), TagBytes.id3v1());
    byte[] tagged = MemoryOutput.join(WHOLE, tags);
    assertThat(repair(tagged)).isEqualTo(new Repair(16 * 960 - 312, 0, false));
    assertThat(repaired()).isEqualTo(tagged);
    assertThat(repair(MemoryOutput.join(WHOLE, new byte[50], tags)).removedBytes()).isEqualTo(50);
    assertThat(repaired()).isEqualTo(tagged);
  }

  /** Found by fuzzing: with the mark of an end the last page trims, and less is there to hide. */
  @Test
  void aPageThatTrimsOnceItIsTheLastOneIsCountedSo() throws Exception {
    byte[] opus = MemoryOutput.join(TestPages.headers(7), new byte[9]);
    byte[] flac =
        TestPages.page(0, 0, 8, 1, TestFlac.comments(true, "TITLE=x")); // taken for Opus audio
    assertThat(repair(MemoryOutput.join(opus, flac)).changed()).isTrue();
    assertThat(repair(repaired()).changed()).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void keepsEveryWholePageOfOurs(long seed) throws Exception {
    Random random = new Random(seed);
    Collected source = Collected.from(TestPages.stream(7, 50));
    byte[] ours = OggSplit.file(source.tracks.get(0), source.packets, 80, 200);
    byte[] cut = Arrays.copyOf(ours, 200 + random.nextInt(ours.length - 200));
    repair(cut);
    byte[] mended = repaired();
    assertThat(inspect().good()).isTrue();
    assertThat(Collected.from(mended).packets)
        .extracting(Packet::payload)
        .isEqualTo(Collected.strictly(cut).packets.stream().map(Packet::payload).toList());
  }

  /** A whole bitstream with a STREAMINFO that tells its length. */
  private static byte[] flac(int serial, int pages) {
    byte[] stream = TestFlac.stream(serial, pages);
    byte[] head = TestFlac.head(4L * TestFlac.BLOCK * pages, 1);
    byte[] first = TestPages.page(OggPage.BEGIN, 0, serial, 0, head);
    System.arraycopy(first, 0, stream, 0, first.length);
    return stream;
  }

  /** Opus of so many pages of four packets, none of them marked as the last one. */
  private static byte[] unmarked(int pages) {
    byte[] stream = TestPages.headers(7);
    for (int i = 1; i <= pages; i++) {
      stream = MemoryOutput.join(stream, TestPages.audioPage(0, 7, i, 4));
    }
    return stream;
  }

  private long samples(byte[] bytes) throws Exception {
    Files.write(directory.resolve("f"), bytes);
    return inspect().sampleCount();
  }

  private Repair repair(byte[] bytes) throws Exception {
    Path path = Files.write(directory.resolve("f"), bytes);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new OggFormat().repair(file);
    }
  }

  private byte[] repaired() throws Exception {
    return Files.readAllBytes(directory.resolve("f"));
  }

  private FileReport inspect() throws Exception {
    try (FileChannel file = FileChannel.open(directory.resolve("f"))) {
      return new OggFormat().inspect(file);
    }
  }
}
