package isr.format.webm;

import static isr.format.webm.TestWebm.block;
import static isr.format.webm.TestWebm.cluster;
import static isr.format.webm.TestWebm.ebml;
import static isr.format.webm.TestWebm.element;
import static isr.format.webm.TestWebm.head;
import static isr.format.webm.TestWebm.header;
import static isr.format.webm.TestWebm.join;
import static isr.format.webm.TestWebm.number;
import static isr.format.webm.TestWebm.opusTrack;
import static isr.format.webm.TestWebm.packet;
import static isr.format.webm.TestWebm.pcmTrack;
import static isr.format.webm.TestWebm.simpleBlock;
import static isr.format.webm.TestWebm.size;
import static isr.format.webm.TestWebm.text;
import static isr.format.webm.TestWebm.track;
import static isr.format.webm.TestWebm.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import isr.audio.SampleFormat;
import isr.format.timed.Read;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.media.UnsupportedMediaException;
import isr.testing.CollectingSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebmFramerTest {
  private static final int XIPH = 0x02;
  private static final int FIXED = 0x04;
  private static final int EBML = 0x06;
  private static final byte[] CUES = {0x1C, 0x53, (byte) 0xBB, 0x6B, (byte) 0x80};

  @Test
  void readsElementsOfKnownSize() throws Exception {
    byte[] blocks = join(number(Ids.TIMESTAMP, 0), blocks(0, 10));
    byte[] segment =
        element(
            Ids.SEGMENT,
            element(Ids.TRACKS, opusTrack(1, 312)),
            element(Ids.CLUSTER, blocks),
            CUES);
    CollectingSink found = read(join(ebml(), segment));
    assertThat(Read.payloads(found)).isEqualTo(payloads(10));
    assertThat(found.skips()).isEmpty();
  }

  @Test
  void readsBlockGroups() throws Exception {
    byte[] group = element(Ids.BLOCK_GROUP, element(Ids.BLOCK, block(1, 0, 0, packet(0))));
    byte[] next =
        element(
            Ids.BLOCK_GROUP,
            number(0x9B, 20),
            element(Ids.BLOCK, block(1, 20, 0, packet(1))),
            number(0xFB, -20));
    CollectingSink found = read(join(head(), start(0), group, next));
    assertThat(Read.payloads(found)).isEqualTo(payloads(2));
    assertThat(found.skips()).isEmpty();
  }

  /** DiscardPadding of 6.5 ms. */
  @Test
  void trimsThePacketThatEndsTheStreamAndNoOther() throws Exception {
    byte[] padded =
        element(
            Ids.BLOCK_GROUP,
            element(Ids.BLOCK, block(1, 0, 0, packet(0))),
            number(Ids.DISCARD_PADDING, 6_500_000));
    byte[] stream = join(head(), start(0), padded);
    assertThat(read(stream).packets().get(0).sampleCount()).isEqualTo(960 - 312);
    assertThat(read(join(stream, CUES)).packets().get(0).sampleCount()).isEqualTo(960 - 312);
    CollectingSink more = read(join(stream, simpleBlock(1, 20, packet(1))));
    assertThat(more.packets()).extracting(Packet::sampleCount).containsExactly(960, 960);
    CollectingSink again = read(join(stream, stream));
    assertThat(again.packets()).extracting(Packet::sampleCount).containsExactly(648, 648);
  }

  @Test
  void takesXiphLacesApart() throws Exception {
    byte[] big = Arrays.copyOf(packet(0), 255 + 254);
    byte[] exact = Arrays.copyOf(packet(1), 510);
    byte[] sizes = {3, (byte) 255, (byte) 254, (byte) 255, (byte) 255, 0, 70};
    checkLace(XIPH, sizes, big, exact, Arrays.copyOf(packet(2), 70), packet(3));
  }

  @Test
  void takesEbmlLacesApart() throws Exception {
    byte[] first = Arrays.copyOf(packet(0), 800);
    byte[] second = Arrays.copyOf(packet(1), 500);
    byte[] third = Arrays.copyOf(packet(2), 563);
    // 800; -300 in two bytes (bias 8191), 63 in one byte (bias 63)
    byte[] sizes = join(new byte[] {3}, size(800), new byte[] {0x5E, (byte) 0xD3, (byte) 0xFE});
    checkLace(EBML, sizes, first, second, third, packet(3));
  }

  @Test
  void takesLacesOfOneSizeApart() throws Exception {
    byte[] sizes = {3};
    checkLace(FIXED, sizes, sized(0, 100), sized(1, 100), sized(2, 100), sized(3, 100));
  }

  @ParameterizedTest
  @ValueSource(ints = {XIPH, FIXED, EBML})
  void takesALaceOfOneFrame(int lacing) throws Exception {
    checkLace(lacing, new byte[] {0}, packet(0));
  }

  /** Packets of a lace follow one another, and so does the next block. */
  private static void checkLace(int lacing, byte[] sizes, byte[]... packets) throws Exception {
    byte[] lace = element(Ids.SIMPLE_BLOCK, block(1, 0, lacing, sizes, join(packets)));
    byte[] after = simpleBlock(1, 20 * packets.length, packet(9));
    CollectingSink found = read(join(head(), start(0), lace, after));
    List<ByteBuffer> expected = new ArrayList<>();
    for (byte[] packet : packets) {
      expected.add(ByteBuffer.wrap(packet));
    }
    expected.add(ByteBuffer.wrap(packet(9)));
    assertThat(Read.payloads(found)).isEqualTo(expected);
    assertThat(found.skips()).isEmpty();
    assertThat(found.packets().get(packets.length).samplePosition())
        .isEqualTo(960L * packets.length);
  }

  /** Sizes that lead outside of the block: what follows is found at the next Cluster. */
  @ParameterizedTest
  @CsvSource({
    "2, 02ff",
    "2, 02ffffffffff01",
    "4, 06",
    "6, 0301",
    "6, 02ff8080",
    "6, 02408080",
    "6, 0200",
    "6, 0341ff5fff80",
    "6, 02"
  })
  void lacesThatDoNotFitAreDamage(int lacing, String hex) throws Exception {
    byte[] sizes = HexFormat.of().parseHex(hex);
    byte[] lace = element(Ids.SIMPLE_BLOCK, block(1, 20, lacing, sizes, new byte[20]));
    byte[] stream =
        join(head(), start(0), simpleBlock(1, 0, packet(0)), lace, cluster(40, 2, 5), CUES);
    CollectingSink found = read(stream);
    assertThat(found.packets()).hasSizeBetween(5, 6);
    assertThat(found.packets().get(found.packets().size() - 1).payload())
        .isEqualTo(ByteBuffer.wrap(packet(6)));
    assertThat(found.skips()).extracting(Skip::kind).containsOnly(Skip.Kind.DAMAGE);
  }

  @Test
  void writesTheUsualPreSkipWhereNoneIsTold() throws Exception {
    OpusTrack none = (OpusTrack) read(join(head(opusTrack(1, 0)))).tracks().get(0);
    assertThat(none.preSkip()).isEqualTo(312);
    assertThat(Short.reverseBytes(none.head().getShort(10))).isEqualTo((short) 312);
    OpusTrack own = (OpusTrack) read(join(head(opusTrack(1, 3840)))).tracks().get(0);
    assertThat(own.preSkip()).isEqualTo(3840);
    assertThat(own.channels()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"16, S16LE", "24, S24LE", "32, S32LE"})
  void readsSamples(int bits, SampleFormat format) throws Exception {
    byte[] block = new byte[2 * bits / 8 * 441];
    byte[] stream =
        join(
            head(pcmTrack("A_PCM/INT/LIT", 44_100, 2, bits)),
            start(0),
            simpleBlock(1, 0, block),
            simpleBlock(1, 10, block),
            simpleBlock(1, 20, block));
    CollectingSink found = read(stream);
    assertThat(found.tracks()).containsExactly(new PcmTrack(44_100, 2, format));
    assertThat(found.packets()).extracting(Packet::samplePosition).containsExactly(0L, 441L, 882L);
    assertThat(found.skips()).isEmpty();
    CollectingSink gap = read(join(stream, simpleBlock(1, 100, block)));
    assertThat(gap.skips()).extracting(Skip::lostSamples).containsExactly(3087L);
  }

  @Test
  void refusesWhatIsNotDone() {
    refuses("A_VORBIS", head(track(1, 2, "A_VORBIS")));
    refuses("A_PCM/FLOAT/IEEE of 32 bits", head(pcmTrack("A_PCM/FLOAT/IEEE", 48_000, 1, 32)));
    refuses("A_PCM/INT/LIT of 8 bits", head(pcmTrack("A_PCM/INT/LIT", 48_000, 1, 8)));
    refuses("without an audio track", head(track(1, 1, "V_VP8")));
    refuses("without an audio track", head(new byte[0]));
    refuses("encrypted", head(track(1, 2, "A_OPUS", element(Ids.CONTENT_ENCODINGS))));
    refuses("another type", element(Ids.EBML, text(Ids.DOC_TYPE, "other")));
    refuses("500 Hz", head(pcmTrack("A_PCM/INT/LIT", 500, 1, 16)));
  }

  private static void refuses(String what, byte[] stream) {
    assertThatThrownBy(() -> read(stream))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining(what);
  }

  @Test
  void refusesHeadersThatAreMalformed() {
    malformed("CodecPrivate", head(track(1, 2, "A_OPUS")));
    malformed("expected OpusHead", head(track(1, 2, "A_OPUS", element(0x63A2, new byte[19]))));
    malformed("0 channels", head(pcmTrack("A_PCM/INT/LIT", 48_000, 0, 16)));
    malformed("Hz", head(pcmTrack("A_PCM/INT/LIT", -1, 1, 16)));
    malformed("expected Tracks before", join(ebml(), unknown(Ids.SEGMENT), start(0)));
    malformed("a number of at most 8", head(element(0xAE, element(0xD7, new byte[9]))));
    malformed("within its master", head(element(0xAE, new byte[] {(byte) 0xD7, (byte) 0x82, 1})));
    malformed("not 0", join(ebml(), element(Ids.INFO, number(Ids.TIMESTAMP_SCALE, 0))));
  }

  private static void malformed(String rule, byte[] stream) {
    assertThatThrownBy(() -> read(stream))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void refusesHeadersThatAreTooLongBeforeTheyCome() {
    byte[] begin = join(ebml(), unknown(Ids.SEGMENT));
    tooLong(join(begin, header(Ids.TRACKS, WebmFramer.MAX_HEADER_BYTES + 1)));
    tooLong(join(begin, header(Ids.TRACKS, (1L << 56) - 2)));
    tooLong(join(begin, header(Ids.INFO, 1L << 40)));
    tooLong(join(begin, unknown(Ids.TRACKS)));
    byte[][] many = new byte[129][];
    for (int i = 0; i < many.length; i++) {
      many[i] = opusTrack(i + 1, 312);
    }
    tooLong(head(many));
  }

  private static void tooLong(byte[] stream) {
    assertThatThrownBy(() -> read(stream)).isInstanceOf(MediaLimitException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {Ids.SIMPLE_BLOCK, Ids.BLOCK_GROUP, Ids.EBML, Ids.TRACKS, 0xEC, 0x1254C367})
  void sizesThatAreHostileLoseOneCluster(int id) throws Exception {
    for (long size : new long[] {(1L << 56) - 2, 1L << 32, 1L << 31, (1 << 24) + 1}) {
      byte[] hostile = header(id, size);
      byte[] stream = join(head(), cluster(0, 0, 5), hostile, new byte[] {(byte) 0x81, 0, 100, 0});
      CollectingSink found = read(join(stream, cluster(200, 10, 5), cluster(300, 15, 5)));
      assertThat(found.packets()).as("%X of %d", id, size).hasSizeBetween(14, 15);
      assertThat(found.packets().get(13).samplePosition()).isGreaterThan(17 * 960);
    }
  }

  @Test
  void leavesOtherTracksOut() throws Exception {
    byte[] first = cluster(0, 0, 3);
    byte[] video = simpleBlock(2, 60, new byte[300_000]);
    byte[] group = element(Ids.BLOCK_GROUP, element(Ids.BLOCK, block(2, 60, 0, new byte[100])));
    byte[] stream =
        join(
            head(track(2, 1, "V_VP8"), track(3, 2, "A_VORBIS"), opusTrack(1, 312)),
            first,
            video,
            group,
            simpleBlock(3, 60, new byte[50]),
            simpleBlock(1, 60, packet(3)));
    CollectingSink found = read(stream);
    assertThat(Read.payloads(found)).isEqualTo(payloads(4));
    assertThat(found.skips()).extracting(Skip::kind).containsExactly(Skip.Kind.TAG);
    assertThat(found.skips().get(0).byteCount()).isBetween(300_100L, 300_200L);
  }

  @Test
  void passesOverElementsThatItDoesNotKnow() throws Exception {
    byte[] later = element(0x7ABC, new byte[90]);
    byte[] stream =
        join(head(), later, start(0), number(0xA7, 5), later, blocks(0, 2), element(0xEC), CUES);
    CollectingSink found = read(stream);
    assertThat(found.packets()).hasSize(2);
    assertThat(found.skips()).isEmpty();
  }

  @Test
  void aPacketOfNoLegalDurationIsDamage() throws Exception {
    byte[] stream =
        join(
            head(),
            start(0),
            simpleBlock(1, 0, packet(0)),
            simpleBlock(1, 20, new byte[] {(byte) 0xFF, 0}),
            simpleBlock(1, 40, packet(2)));
    CollectingSink found = read(stream);
    assertThat(found.skips())
        .extracting(Skip::kind, Skip::byteCount, Skip::lostSamples)
        .containsExactly(tuple(Skip.Kind.DAMAGE, 2L, 960L));
    assertThat(found.packets().get(1).samplePosition()).isEqualTo(1920);
  }

  private static byte[] start(long millis) {
    return join(unknown(Ids.CLUSTER), number(Ids.TIMESTAMP, millis));
  }

  private static byte[] blocks(int first, int count) {
    byte[][] blocks = new byte[count][];
    for (int i = 0; i < count; i++) {
      blocks[i] = simpleBlock(1, 20 * i, packet(first + i));
    }
    return join(blocks);
  }

  private static byte[] sized(int number, int length) {
    return Arrays.copyOf(packet(number), length);
  }

  private static List<ByteBuffer> payloads(int count) {
    List<ByteBuffer> payloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      payloads.add(ByteBuffer.wrap(packet(i)));
    }
    return payloads;
  }

  private static CollectingSink read(byte[] stream) throws Exception {
    CollectingSink found = Read.all(WebmFramer::new, stream, 333);
    assertThat(Read.all(WebmFramer::new, stream, 1).events()).isEqualTo(found.events());
    return found;
  }
}
