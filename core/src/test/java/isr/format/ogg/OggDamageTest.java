package isr.format.ogg;

import static isr.format.ogg.MemoryOutput.join;
import static isr.format.ogg.OggPage.BEGIN;
import static isr.format.ogg.OggPage.CONTINUED;
import static isr.format.ogg.OggPage.END;
import static isr.format.ogg.TestPages.audio;
import static isr.format.ogg.TestPages.audioPage;
import static isr.format.ogg.TestPages.head;
import static isr.format.ogg.TestPages.headers;
import static isr.format.ogg.TestPages.page;
import static isr.format.ogg.TestPages.raw;
import static isr.format.ogg.TestPages.stream;
import static isr.format.ogg.TestPages.tags;
import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Packet;
import isr.media.Skip;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a live stream's joins, losses and oddities come to. */
class OggDamageTest {
  private static final byte[] JUNK = new byte[57];

  @Test
  void aLateListenerJoinsWithinTheLink() throws Exception {
    Collected got =
        Collected.from(join(headers(7), audioPage(0, 7, 500, 4), audioPage(0, 7, 501, 4)));
    assertThat(positions(got)).containsExactly(0L, 960L, 1920L, 2880L, 3840L, 4800L, 5760L, 6720L);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void theRestOfAPacketBeforeTheJoinIsNoLoss() throws Exception {
    byte[] middle =
        raw(CONTINUED, 96_000, 7, 77, List.of(200, 9), join(new byte[200], audio(9, 1)));
    Collected got = Collected.from(join(headers(7), middle, page(0, 96_960, 7, 78, audio(9, 2))));
    assertThat(positions(got)).containsExactly(0L, 960L);
    assertThat(told(got)).containsExactly("JOIN 200 lost 0");
  }

  @Test
  void bytesBeforeTheFirstPageAreNoLoss() throws Exception {
    Collected got = Collected.from(join(JUNK, stream(7, 2)));
    assertThat(told(got)).containsExactly("JOIN 57 lost 0");
    assertThat(got.packets).hasSize(8);
  }

  @Test
  void pagesBeforeTheFirstHeadersAreNoLoss() throws Exception {
    byte[] before = audioPage(0, 3, 9, 4);
    Collected got = Collected.from(join(before, stream(7, 2)));
    assertThat(told(got)).containsExactly("JOIN " + before.length + " lost 0");
    assertThat(got.packets).hasSize(8);
  }

  @Test
  void aMissingPageIsALossOfItsSamples() throws Exception {
    Collected got =
        Collected.from(
            join(headers(7), audioPage(0, 7, 1, 4), audioPage(0, 7, 3, 4), audioPage(0, 7, 4, 4)));
    assertThat(told(got)).containsExactly("DAMAGE 0 lost 3840");
    assertThat(got.packets.get(4).samplePosition()).isEqualTo(7680);
    assertThat(got.packets.get(11).endPosition()).isEqualTo(4 * 3840);
  }

  @Test
  void aDamagedPageIsALossOfItsBytesAndSamples() throws Exception {
    byte[] damaged = audioPage(0, 7, 2, 4);
    damaged[60] ^= 1;
    Collected got =
        Collected.from(join(headers(7), audioPage(0, 7, 1, 4), damaged, audioPage(END, 7, 3, 4)));
    assertThat(told(got)).containsExactly("DAMAGE " + damaged.length + " lost 3840");
    assertThat(got.packets.get(4).samplePosition()).isEqualTo(7680);
  }

  @Test
  void bytesBetweenPagesCostNothing() throws Exception {
    Collected got =
        Collected.from(join(headers(7), audioPage(0, 7, 1, 4), JUNK, audioPage(END, 7, 2, 4)));
    assertThat(told(got)).containsExactly("FOREIGN 57 lost 0");
    assertThat(got.packets.get(7).endPosition()).isEqualTo(7680);
  }

  @Test
  void aPageCutShortByTheNextLinkIsDamage() throws Exception {
    byte[] cut = Arrays.copyOf(audioPage(0, 7, 2, 4), 100);
    Collected got = Collected.from(join(headers(7), audioPage(0, 7, 1, 4), cut, stream(8, 2)));
    assertThat(told(got)).containsExactly("DAMAGE 100 lost 0");
    assertThat(got.tracks).hasSize(2);
    assertThat(got.packets).hasSize(12);
  }

  @Test
  void aPacketWhoseEndIsMissingIsLost() throws Exception {
    byte[] begun = raw(0, -1, 7, 3, Collections.nCopies(255, 255), audio(65_025, 1));
    Collected got =
        Collected.from(
            join(
                headers(7),
                page(0, 960, 7, 2, audio(9, 1)),
                begun,
                page(END, 2880, 7, 5, audio(9, 2))));
    assertThat(told(got)).containsExactly("DAMAGE 65025 lost 960");
    assertThat(positions(got)).containsExactly(0L, 1920L);
  }

  @Test
  void pagesNumberedAnewCostNothing() throws Exception {
    Collected got =
        Collected.from(
            join(headers(7), page(0, 960, 7, 2, audio(9, 1)), page(END, 1920, 7, 40, audio(9, 2))));
    assertThat(got.skips).isEmpty();
    assertThat(positions(got)).containsExactly(0L, 960L);
  }

  @Test
  void granulePositionsThatRunBackwardsKeepAllPackets() throws Exception {
    Collected got =
        Collected.from(
            join(
                headers(7),
                page(0, 96_000, 7, 2, audio(9, 1)),
                page(0, 960, 7, 3, audio(9, 2)),
                page(END, 1920, 7, 4, audio(9, 3))));
    assertThat(positions(got)).containsExactly(0L, 960L, 1920L);
    assertThat(told(got)).containsExactly("FOREIGN 0 lost 0");
  }

  @Test
  void aGranulePositionFarAheadIsNoLoss() throws Exception {
    Collected got =
        Collected.from(
            join(
                headers(7),
                page(0, 960, 7, 2, audio(9, 1)),
                page(0, Long.MAX_VALUE, 7, 3, audio(9, 2)),
                page(END, -2, 7, 4, audio(9, 3))));
    assertThat(positions(got)).containsExactly(0L, 960L, 1920L);
    assertThat(told(got)).containsExactly("FOREIGN 0 lost 0", "FOREIGN 0 lost 0");
  }

  @Test
  void everyLinkIsTold() throws Exception {
    Collected got =
        Collected.from(join(stream(7, 2, "TITLE=One"), stream(8, 3, "TITLE=Two"), stream(9, 1)));
    assertThat(got.tracks).hasSize(3);
    assertThat(got.titles).containsExactly("One", "Two", "");
    assertThat(got.packets.get(8).samplePosition()).isZero();
    assertThat(got.tracks.get(0)).isNotEqualTo(got.tracks.get(1));
    assertThat(got.tracks.get(0).sameParameters(got.tracks.get(1))).isTrue();
    assertThat(got.skips).isEmpty();
  }

  @Test
  void aLinkOfOtherChannelsHasOtherParameters() throws Exception {
    byte[] mono =
        join(
            page(BEGIN, 0, 8, 0, head(1, 312)),
            page(0, 0, 8, 1, tags()),
            page(END, 960, 8, 2, audio(9, 1)));
    Collected got = Collected.from(join(stream(7, 1), mono));
    assertThat(got.tracks.get(0).sameParameters(got.tracks.get(1))).isFalse();
  }

  @Test
  void theSameHeadersAgainAreALinkAgain() throws Exception {
    Collected got = Collected.from(join(stream(7, 2), stream(7, 2)));
    assertThat(got.tracks).hasSize(2);
    assertThat(got.packets).hasSize(16);
  }

  @Test
  void aLinkWhoseBeginningWasLostIsReadWithTheHeaderBefore() throws Exception {
    byte[] second = stream(8, 2, "TITLE=Two");
    byte[] unsound = second.clone();
    unsound[30] ^= 1;
    Collected got = Collected.from(join(stream(7, 2), unsound));
    assertThat(got.tracks).hasSize(2);
    assertThat(got.titles).containsExactly("Two");
    assertThat(got.packets).hasSize(16);
    assertThat(told(got)).containsExactly("DAMAGE 47 lost 0");
  }

  @Test
  void audioWithoutTagsIsReadWithAStandIn() throws Exception {
    Collected got =
        Collected.from(
            join(page(BEGIN, 0, 7, 0, head()), audioPage(0, 7, 5, 4), audioPage(0, 7, 6, 4)));
    assertThat(got.tracks).hasSize(1);
    assertThat(got.packets).hasSize(8);
  }

  @Test
  void aMalformedHeaderCostsItsLinkOnly() throws Exception {
    byte[] bad =
        join(page(BEGIN, 0, 8, 0, head(0, 312)), page(0, 0, 8, 1, tags()), audioPage(END, 8, 1, 4));
    Collected got = Collected.from(join(stream(7, 1), bad, stream(9, 1)));
    assertThat(got.packets).hasSize(8);
    assertThat(got.skips).extracting(Skip::kind).containsOnly(Skip.Kind.DAMAGE);
    assertThat(got.skips.stream().mapToLong(Skip::byteCount).sum()).isEqualTo(bad.length);
  }

  @Test
  void wholePacketsOfAnUnfinishedLastPageAreGiven() throws Exception {
    byte[] before = join(headers(7), audioPage(0, 7, 1, 4));
    byte[] last = audioPage(0, 7, 2, 4);
    Collected whole = Collected.from(join(before, last));
    for (int length = 1; length < last.length; length++) {
      Collected got = Collected.from(join(before, Arrays.copyOf(last, length)));
      int expected = 4 + Math.max(0, packetsIn(length - 31));
      assertThat(got.packets).as("cut at " + length).isEqualTo(whole.packets.subList(0, expected));
      long rest =
          length - (expected == 4 ? 0 : got.streamOffsets.get(expected - 1) - before.length);
      assertThat(told(got))
          .isEqualTo(rest == 0 ? List.of() : List.of("DAMAGE " + rest + " lost 0"));
    }
  }

  @Test
  void anUnfinishedPageBeforeAnotherIsNotTaken() throws Exception {
    byte[] before = join(headers(7), audioPage(0, 7, 1, 4));
    byte[] cut = Arrays.copyOf(audioPage(0, 7, 2, 40), 190);
    byte[] begun = Arrays.copyOf(headers(8), 40);
    Collected got = Collected.from(join(before, cut, begun));
    assertThat(got.packets).hasSize(4);
    assertThat(told(got)).containsExactly("DAMAGE 230 lost 0");
  }

  /** Packets of 40, 41, 42, … bytes that fit whole. */
  private static int packetsIn(int bytes) {
    int count = 0;
    for (int left = bytes - 40; left >= 0; left -= 40 + count) {
      count++;
    }
    return count;
  }

  @Test
  void anUnfinishedPageOutOfPlaceIsNotTaken() throws Exception {
    byte[] before = join(headers(7), audioPage(0, 7, 1, 4));
    for (byte[] last : List.of(audioPage(0, 7, 3, 4), audioPage(0, 9, 2, 4))) {
      Collected got = Collected.from(join(before, Arrays.copyOf(last, 190)));
      assertThat(got.packets).hasSize(4);
      assertThat(told(got)).containsExactly("DAMAGE 190 lost 0");
    }
  }

  private static List<Long> positions(Collected got) {
    return got.packets.stream().map(Packet::samplePosition).toList();
  }

  private static List<String> told(Collected got) {
    return got.skips.stream()
        .map(skip -> skip.kind() + " " + skip.byteCount() + " lost " + skip.lostSamples())
        .toList();
  }
}
