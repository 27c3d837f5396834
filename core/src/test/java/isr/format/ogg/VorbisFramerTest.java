package isr.format.ogg;

import static isr.format.ogg.MemoryOutput.join;
import static isr.format.ogg.OggPage.BEGIN;
import static isr.format.ogg.OggPage.CONTINUED;
import static isr.format.ogg.OggPage.END;
import static isr.format.ogg.TestPages.page;
import static isr.format.ogg.TestPages.raw;
import static isr.format.ogg.TestVorbis.LONG_LONG;
import static isr.format.ogg.TestVorbis.SHORT_LONG;
import static isr.format.ogg.TestVorbis.audio;
import static isr.format.ogg.TestVorbis.headers;
import static isr.format.ogg.TestVorbis.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.MalformedMediaException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.UnsupportedMediaException;
import isr.media.VorbisTrack;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VorbisFramerTest {
  @Test
  void givesTrackTitleAndPacketsOfAWholeStream() throws Exception {
    Collected got = Collected.from(stream(7, 3, "ARTIST=Nina", "TITLE=Feeling Good"));
    assertThat(got.tracks).containsExactly(TestVorbis.track("ARTIST=Nina", "TITLE=Feeling Good"));
    assertThat(got.titles).containsExactly("Nina - Feeling Good");
    assertThat(got.packets).hasSize(12);
    assertThat(got.packets.get(11).endPosition()).isEqualTo(11 * LONG_LONG);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void aPacketLastsAQuarterOfItsBlockAndOfTheOneBefore() throws Exception {
    byte[] packets =
        page(
            END,
            1024 + 576 + 128 + 576,
            7,
            2,
            audio(true, 1),
            audio(true, 2),
            audio(false, 3),
            audio(false, 4),
            audio(true, 5));
    Collected got = Collected.from(join(headers(7), packets));
    assertThat(counts(got)).containsExactly(0, 1024, SHORT_LONG, 128, SHORT_LONG);
  }

  @Test
  void aLateListenerJoinsWithinTheLink() throws Exception {
    Collected got =
        Collected.from(join(headers(7), TestVorbis.page(0, 7, 500), TestVorbis.page(0, 7, 501)));
    assertThat(counts(got)).containsExactly(0, 1024, 1024, 1024, 1024, 1024, 1024, 1024);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void theFirstPageMaySkipItsFirstSamples() throws Exception {
    byte[] first = page(0, 1500, 7, 2, audio(true, 1), audio(true, 2), audio(true, 3));
    Collected got = Collected.from(join(headers(7), first, page(END, 2524, 7, 3, audio(true, 4))));
    assertThat(counts(got)).containsExactly(0, 1024 - 548, 1024, 1024);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void theLastPageMayTrimItsLastSamples() throws Exception {
    byte[] last = page(END, 3072 + 100, 7, 3, audio(true, 1), audio(true, 2));
    Collected got = Collected.from(join(headers(7), TestVorbis.page(0, 7, 1), last));
    assertThat(counts(got)).containsExactly(0, 1024, 1024, 1024, 100, 0);
  }

  @Test
  void aMissingPageIsALossOfAllThatItTakesPartIn() throws Exception {
    Collected got =
        Collected.from(join(headers(7), TestVorbis.page(0, 7, 1), TestVorbis.page(END, 7, 3)));
    // four blocks and the overlap of the next packet with the last of them
    assertThat(got.events).contains("skip DAMAGE 0 lost " + 5 * LONG_LONG);
    assertThat(counts(got)).containsExactly(0, 1024, 1024, 1024, 0, 1024, 1024, 1024);
    assertThat(got.packets.get(7).endPosition()).isEqualTo(11 * LONG_LONG);
  }

  @Test
  void aDamagedPageIsALossOfItsBytesAndSamples() throws Exception {
    byte[] damaged = TestVorbis.page(0, 7, 2);
    damaged[60] ^= 1;
    Collected got =
        Collected.from(
            join(headers(7), TestVorbis.page(0, 7, 1), damaged, TestVorbis.page(END, 7, 3)));
    assertThat(got.skips)
        .singleElement()
        .satisfies(
            skip -> {
              assertThat(skip.kind()).isEqualTo(Skip.Kind.DAMAGE);
              assertThat(skip.byteCount()).isEqualTo(damaged.length);
              assertThat(skip.lostSamples()).isEqualTo(5 * LONG_LONG);
            });
  }

  @Test
  void pagesThatWereOnlyNumberedAnewLoseNothing() throws Exception {
    byte[] renumbered = page(END, 5 * 1024 - 1024, 7, 77, audio(true, 1));
    Collected got = Collected.from(join(headers(7), TestVorbis.page(0, 7, 1), renumbered));
    assertThat(got.skips).isEmpty();
    assertThat(counts(got)).containsExactly(0, 1024, 1024, 1024, 1024);
  }

  @Test
  void aPacketThatIsNoAudioIsLeftOut() throws Exception {
    byte[] odd = audio(true, 9);
    odd[0] = 1;
    Collected got =
        Collected.from(
            join(
                headers(7),
                page(END, 2048, 7, 2, audio(true, 1), odd, audio(true, 2), audio(true, 3))));
    assertThat(counts(got)).containsExactly(0, 1024, 1024);
    assertThat(got.skips).extracting(Skip::kind).containsExactly(Skip.Kind.DAMAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 254, 255, 256, 510, 65_024, 65_025, 65_026, 200_000})
  void readsPacketsOfAllLengths(int bytes) throws Exception {
    MemoryOutput output = new MemoryOutput();
    OggMuxer muxer = new OggMuxer(TestVorbis.track(), output, OggSplit.info(0));
    muxer.start(List.of());
    for (byte[] packet : List.of(audio(true, 1), audio(true, bytes, 2), audio(true, 3))) {
      muxer.write(new Packet(ByteBuffer.wrap(packet), 0, 1024));
    }
    muxer.finish();
    Collected got = Collected.from(output.bytes());
    assertThat(got.packets.get(1).payload()).isEqualTo(ByteBuffer.wrap(audio(true, bytes, 2)));
    assertThat(counts(got)).containsExactly(0, 1024, 1024);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void anEmptyPacketIsIllegal() throws Exception {
    Collected got =
        Collected.from(
            join(headers(7), page(END, 1024, 7, 2, audio(true, 1), new byte[0], audio(true, 2))));
    assertThat(counts(got)).containsExactly(0, 1024);
    assertThat(got.skips).extracting(Skip::kind).containsExactly(Skip.Kind.DAMAGE);
  }

  @Test
  void keepsCoverArtOfManyPages() throws Exception {
    byte[] comment = TestVorbis.comment("TITLE=x", "METADATA_BLOCK_PICTURE=" + "A".repeat(300_000));
    Collected got = Collected.from(withComment(comment));
    assertThat(got.packets).hasSize(2);
    assertThat(((VorbisTrack) got.tracks.get(0)).comment()).isEqualTo(ByteBuffer.wrap(comment));
    assertThat(got.titles).containsExactly("x");
  }

  @Test
  void leavesOutCommentsLongerThanTheLimitAndGoesOn() throws Exception {
    byte[] comment = TestVorbis.comment("TITLE=x", "P=" + "A".repeat(OggLink.MAX_HEADER_BYTES));
    Collected got = Collected.from(withComment(comment));
    assertThat(got.packets).hasSize(2);
    assertThat(((VorbisTrack) got.tracks.get(0)).comment().remaining()).isLessThan(30);
    assertThat(got.skips).extracting(Skip::kind).containsExactly(Skip.Kind.TAG);
  }

  private static byte[] withComment(byte[] comment) throws Exception {
    MemoryOutput output = new MemoryOutput();
    OggPageWriter pages = new OggPageWriter(output, 7);
    pages.packet(ByteBuffer.wrap(TestVorbis.identification()), 0);
    pages.closePage();
    pages.packet(ByteBuffer.wrap(comment), 0);
    pages.packet(ByteBuffer.wrap(TestVorbis.setup()), 0);
    pages.closePage();
    pages.packet(ByteBuffer.wrap(audio(true, 1)), 0);
    pages.packet(ByteBuffer.wrap(audio(true, 2)), 1024);
    pages.end(1024);
    return output.bytes();
  }

  @Test
  void commentsThatNeverCameAreReplaced() throws Exception {
    byte[] stream =
        join(
            page(BEGIN, 0, 7, 0, TestVorbis.identification()),
            page(0, 0, 7, 1, TestVorbis.setup()),
            TestVorbis.page(END, 7, 1));
    Collected got = Collected.from(stream);
    assertThat(got.packets).hasSize(4);
    assertThat(got.titles).isEmpty();
  }

  @Test
  void aLinkWithoutASetupHeaderIsDamageUntilTheNext() throws Exception {
    byte[] begin = page(BEGIN, 0, 8, 0, TestVorbis.identification());
    byte[] second = TestVorbis.page(0, 8, 1);
    byte[] third = TestVorbis.page(0, 8, 2);
    Collected got = Collected.from(join(stream(7, 1), begin, second, third, stream(9, 1)));
    assertThat(got.tracks).hasSize(2);
    assertThat(got.packets).hasSize(8);
    assertThat(got.skips)
        .extracting(Skip::kind)
        .containsExactly(Skip.Kind.DAMAGE, Skip.Kind.DAMAGE);
    assertThat(got.skips.stream().mapToLong(Skip::byteCount).sum())
        .isEqualTo((long) second.length + third.length);
  }

  @Test
  void aLinkWhoseBeginningWasLostIsDamageUntilTheNext() throws Exception {
    byte[] lost = join(TestVorbis.page(0, 8, 1), TestVorbis.page(END, 8, 2));
    Collected got = Collected.from(join(stream(7, 1), lost, stream(9, 1)));
    assertThat(got.packets).hasSize(8);
    assertThat(got.skips)
        .singleElement()
        .satisfies(
            skip -> {
              assertThat(skip.kind()).isEqualTo(Skip.Kind.DAMAGE);
              assertThat(skip.byteCount()).isEqualTo(lost.length);
            });
  }

  @Test
  void aSetupHeaderLongerThanTheLimitIsDamage() throws Exception {
    List<Integer> full = Collections.nCopies(255, 255);
    byte[] stream =
        join(
            page(BEGIN, 0, 7, 0, TestVorbis.identification()),
            page(0, 0, 7, 1, TestVorbis.comment()));
    byte[] body = Arrays.copyOf(TestVorbis.setup(), 65_025);
    for (int i = 2; i <= 18; i++) {
      stream = join(stream, raw(i == 2 ? 0 : CONTINUED, -1, 7, i, full, body));
    }
    stream = join(stream, raw(CONTINUED, 0, 7, 19, List.of(3), new byte[3]));
    Collected got = Collected.from(join(stream, TestVorbis.page(END, 7, 19)));
    assertThat(got.tracks).isEmpty();
    assertThat(got.skips).isNotEmpty();
    assertThat(got.skips).extracting(Skip::kind).containsOnly(Skip.Kind.DAMAGE);
  }

  @Test
  void aChainGivesATrackForEachLink() throws Exception {
    Collected got = Collected.from(join(stream(7, 2, "TITLE=one"), stream(8, 1, "TITLE=two")));
    assertThat(got.tracks)
        .containsExactly(TestVorbis.track("TITLE=one"), TestVorbis.track("TITLE=two"));
    assertThat(got.tracks.get(0).sameParameters(got.tracks.get(1))).isTrue();
    assertThat(got.titles).containsExactly("one", "two");
    assertThat(got.packets.get(8)).extracting(Packet::samplePosition).isEqualTo(0L);
    assertThat(got.packets.get(8)).extracting(Packet::sampleCount).isEqualTo(0);
  }

  @Test
  void aChainMayChangeTheCodec() throws Exception {
    Collected got = Collected.from(join(stream(7, 1), TestPages.stream(8, 1), stream(9, 1)));
    assertThat(got.tracks).extracting(t -> t.codec()).containsExactly("vorbis", "opus", "vorbis");
    assertThat(got.tracks.get(0).sameParameters(got.tracks.get(1))).isFalse();
    assertThat(got.packets).hasSize(12);
  }

  @Test
  void refusesAHeaderThatIsMalformed() {
    refuses(Arrays.copyOf(TestVorbis.identification(), 29));
    refuses(Arrays.copyOf(TestVorbis.identification(), 31));
    refuses(TestVorbis.identification(0, 44_100, 0xb8));
    refuses(TestVorbis.identification(2, 0, 0xb8));
    refuses(TestVorbis.identification(2, -1, 0xb8));
    refuses(TestVorbis.identification(2, 44_100, 0x8b));
    refuses(TestVorbis.identification(2, 44_100, 0xb5));
    refuses(TestVorbis.identification(2, 44_100, 0xe8));
    byte[] unframed = TestVorbis.identification();
    unframed[29] = 0;
    refuses(unframed);
    byte[] version = TestVorbis.identification();
    version[7] = 1;
    assertThatThrownBy(() -> VorbisIdentification.read(ByteBuffer.wrap(version), 0))
        .isInstanceOf(UnsupportedMediaException.class);
  }

  @Test
  void aLinkWithoutATitleEndsTheTitleBefore() throws Exception {
    Collected got =
        Collected.from(join(stream(6, 1), stream(7, 1, "TITLE=One"), stream(8, 1), stream(9, 1)));
    assertThat(got.titles).containsExactly("One", "");
  }

  @Test
  void refusesARateAtWhichAByteLastsForMinutes() throws Exception {
    byte[] lowest = TestVorbis.identification(2, 1000, 0xb8);
    assertThat(VorbisIdentification.read(ByteBuffer.wrap(lowest), 0).sampleRateHz())
        .isEqualTo(1000);
    byte[] begin = page(BEGIN, 0, 7, 0, TestVorbis.identification(2, 999, 0xb8));
    assertThatThrownBy(() -> Collected.from(begin))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessage("Vorbis of 999 Hz is not supported: expected a sample rate of 1000 Hz or more");
  }

  private static void refuses(byte[] header) {
    assertThatThrownBy(() -> VorbisIdentification.read(ByteBuffer.wrap(header), 9))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageStartingWith("at byte 9: Vorbis identification header");
  }

  private static List<Integer> counts(Collected got) {
    return got.packets.stream().map(Packet::sampleCount).toList();
  }
}
