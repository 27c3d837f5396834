package isr.format.ogg;

import static isr.format.ogg.MemoryOutput.join;
import static isr.format.ogg.OggPage.BEGIN;
import static isr.format.ogg.OggPage.END;
import static isr.format.ogg.TestFlac.BLOCK;
import static isr.format.ogg.TestFlac.frame;
import static isr.format.ogg.TestFlac.head;
import static isr.format.ogg.TestFlac.headers;
import static isr.format.ogg.TestFlac.stream;
import static isr.format.ogg.TestPages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.format.flac.FlacFrameHeader;
import isr.media.FlacTrack;
import isr.media.MalformedMediaException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlacFramerTest {
  @Test
  void givesTrackTitleAndPacketsOfAWholeStream() throws Exception {
    Collected got = Collected.from(stream(7, 3, "ARTIST=Nina", "TITLE=Feeling Good"));
    assertThat(got.tracks).hasSize(1);
    FlacTrack track = (FlacTrack) got.tracks.get(0);
    assertThat(track.container()).isEqualTo(FlacTrack.Container.OGG);
    assertThat(track.fixedBlockSize()).isEqualTo(OptionalInt.of(BLOCK));
    assertThat(got.titles).containsExactly("Nina - Feeling Good");
    assertThat(got.packets).hasSize(12);
    assertThat(got.packets.get(11).endPosition()).isEqualTo(12L * BLOCK);
    assertThat(got.skips).isEmpty();
  }

  /** Liquidsoap announces two header packets and sends one; 0 means unknown. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 77})
  void theNumberOfHeadersIsNotBelieved(int announced) throws Exception {
    Collected got =
        Collected.from(
            join(
                page(BEGIN, 0, 7, 0, head(0, announced)),
                page(0, 0, 7, 1, TestFlac.comments(true, "TITLE=x")),
                TestFlac.page(END, 7, 1)));
    assertThat(got.titles).containsExactly("x");
    assertThat(got.packets).hasSize(4);
  }

  @Test
  void framesThatComeBeforeTheLastMetadataBlockAreAudio() throws Exception {
    Collected got =
        Collected.from(join(page(BEGIN, 0, 7, 0, head(0, 3)), TestFlac.page(END, 7, 1)));
    assertThat(got.packets).hasSize(4);
  }

  @Test
  void metadataThatIsTooLongIsLeftOut() throws Exception {
    MemoryOutput output = new MemoryOutput();
    OggPageWriter pages = new OggPageWriter(output, 7);
    for (byte[] header :
        List.of(
            head(0, 2),
            TestFlac.comments(false, "TITLE=x"),
            TestFlac.block(6, true, new byte[OggLink.MAX_HEADER_BYTES]))) {
      pages.packet(ByteBuffer.wrap(header), 0);
      pages.closePage();
    }
    pages.packet(ByteBuffer.wrap(frame(0, BLOCK)), BLOCK);
    pages.end(BLOCK);
    Collected got = Collected.from(output.bytes());
    assertThat(got.titles).containsExactly("x");
    assertThat(got.packets).hasSize(1);
    assertThat(got.skips).extracting(Skip::kind).containsExactly(Skip.Kind.TAG);
  }

  @Test
  void aLateListenerJoinsWithinTheLink() throws Exception {
    Collected got =
        Collected.from(join(headers(7), TestFlac.page(0, 7, 20), TestFlac.page(0, 7, 21)));
    assertThat(got.packets).hasSize(8);
    assertThat(got.packets.get(0).samplePosition()).isZero();
    assertThat(got.skips).isEmpty();
  }

  @Test
  void aMissingPageIsALossOfItsSamples() throws Exception {
    Collected got =
        Collected.from(join(headers(7), TestFlac.page(0, 7, 1), TestFlac.page(END, 7, 3)));
    assertThat(got.events).contains("skip DAMAGE 0 lost " + 4 * BLOCK);
    assertThat(got.packets.get(7).endPosition()).isEqualTo(12L * BLOCK);
  }

  @Test
  void aBlockThatIsSmallerThanTheOthersEndsTheTrackWhenMoreFollow() throws Exception {
    byte[] odd = page(0, BLOCK + 100, 7, 2, frame(0, BLOCK), frame(1, 100));
    byte[] more = page(END, 2 * BLOCK + 100, 7, 3, frame(2, BLOCK));
    Collected got = Collected.from(join(headers(7), odd, more));
    assertThat(got.tracks).hasSize(2);
    assertThat(got.tracks.get(0).sameParameters(got.tracks.get(1))).isTrue();
    assertThat(got.packets).extracting(Packet::samplePosition).containsExactly(0L, 4096L, 0L);
  }

  @Test
  void whatIsNoFrameIsLeftOut() throws Exception {
    byte[] broken = frame(1, BLOCK);
    broken[5] ^= 1;
    byte[] audio =
        page(END, 2 * BLOCK, 7, 2, frame(0, BLOCK), broken, new byte[0], frame(2, BLOCK));
    Collected got = Collected.from(join(headers(7), audio));
    assertThat(got.packets).hasSize(2);
    assertThat(got.skips).extracting(Skip::kind).containsOnly(Skip.Kind.DAMAGE);
  }

  @Test
  void refusesAHeaderThatIsMalformed() {
    refuses(Arrays.copyOf(head(0, 1), 50));
    refuses(Arrays.copyOf(head(0, 1), 52));
    for (int at : new int[] {9, 13, 14, 16}) {
      byte[] broken = head(0, 1);
      broken[at] ^= 0x40;
      refuses(broken);
    }
    byte[] version = head(0, 1);
    version[5] = 2;
    assertThatThrownBy(() -> FlacHead.read(ByteBuffer.wrap(version), 0))
        .isInstanceOf(UnsupportedMediaException.class);
  }

  private static void refuses(byte[] header) {
    assertThatThrownBy(() -> FlacHead.read(ByteBuffer.wrap(header), 9))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageStartingWith("at byte 9: Ogg FLAC header");
  }

  @Test
  void aFileIsNumberedFromNullAndCountsItsOwnSamples() throws Exception {
    Collected stream = Collected.from(stream(7, 3, "TITLE=x"));
    byte[] file = OggSplit.file(stream.tracks.get(0), stream.packets, 5, 9);
    Collected got = Collected.from(file);
    assertThat(numbers(got)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(got.titles).containsExactly("x");
    FlacHead head = FlacHead.read(OggGroup.firstPacket(OggMuxerTest.pages(file).get(0)), 0);
    assertThat(head.info().totalSamples()).isEqualTo(4L * BLOCK);
    assertThat(head.info().hasMd5()).isFalse();
  }

  @Test
  void theHeaderIsNeverAheadOfWhatIsThere() throws Exception {
    Collected stream = Collected.from(stream(7, 3));
    Track track = stream.tracks.get(0);
    MemoryOutput output = new MemoryOutput();
    OggMuxer muxer = new OggMuxer(track, output, OggSplit.info(0));
    muxer.start(List.of());
    long written = 0;
    for (Packet packet : stream.packets) {
      muxer.write(packet);
      muxer.refreshHeader();
      written += packet.sampleCount();
      Collected got = Collected.from(output.bytes());
      assertThat(got.packets.stream().mapToLong(Packet::sampleCount).sum()).isEqualTo(written);
      FlacHead head =
          FlacHead.read(OggGroup.firstPacket(OggMuxerTest.pages(output.bytes()).get(0)), 0);
      assertThat(head.info().totalSamples()).isEqualTo(written);
    }
  }

  private static List<Long> numbers(Collected got) {
    return got.packets.stream()
        .map(packet -> FlacFrameHeader.read(packet.payload()).orElseThrow().number())
        .toList();
  }
}
