package isr.format.ogg;

import static isr.format.ogg.MemoryOutput.join;
import static isr.format.ogg.OggPage.BEGIN;
import static isr.format.ogg.OggPage.CONTINUED;
import static isr.format.ogg.OggPage.END;
import static isr.format.ogg.TestPages.SAMPLES_20_MS;
import static isr.format.ogg.TestPages.audio;
import static isr.format.ogg.TestPages.audioPage;
import static isr.format.ogg.TestPages.head;
import static isr.format.ogg.TestPages.headers;
import static isr.format.ogg.TestPages.page;
import static isr.format.ogg.TestPages.raw;
import static isr.format.ogg.TestPages.stream;
import static isr.format.ogg.TestPages.tags;
import static org.assertj.core.api.Assertions.assertThat;

import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.Skip;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OggFramerTest {
  @Test
  void givesTrackTitleAndPacketsOfAWholeStream() throws Exception {
    Collected got = Collected.from(stream(7, 3, "ARTIST=Nina", "TITLE=Feeling Good"));
    assertThat(got.events.get(0)).isEqualTo("track opus 2");
    assertThat(got.titles).containsExactly("Nina - Feeling Good");
    assertThat(got.packets).hasSize(12);
    assertThat(got.packets.get(11).samplePosition()).isEqualTo(11 * SAMPLES_20_MS);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void keepsTheHeadersAsTheyArrived() throws Exception {
    OpusTrack track = (OpusTrack) Collected.from(stream(7, 1, "A=b")).tracks.get(0);
    assertThat(track.head()).isEqualTo(ByteBuffer.wrap(head()));
    assertThat(track.tags()).isEqualTo(ByteBuffer.wrap(tags("A=b")));
    assertThat(track.preSkip()).isEqualTo(312);
  }

  @Test
  void givesAPacketAsSoonAsItsPageIsThere() throws Exception {
    Collected got = new Collected();
    OggFramer framer = new OggFramer(got, Faults.NONE);
    framer.push(ByteBuffer.wrap(headers(7)));
    byte[] first = audioPage(0, 7, 1, 2);
    framer.push(ByteBuffer.wrap(first, 0, first.length - 1));
    assertThat(got.packets).isEmpty();
    framer.push(ByteBuffer.wrap(first, first.length - 1, 1));
    assertThat(got.packets).hasSize(2);
  }

  @Test
  void tellsTheStreamOffsetJustAfterEachPacket() throws Exception {
    byte[] headers = headers(7);
    byte[] first = audioPage(0, 7, 1, 2);
    Collected got = Collected.from(join(headers, first));
    long end = (long) headers.length + first.length;
    assertThat(got.streamOffsets).containsExactly(end - 41, end);
  }

  @Test
  void payloadsStayValidUntilTheRelease() throws Exception {
    Collected copies = new Collected();
    List<Packet> lent = new ArrayList<>();
    byte[] stream = stream(7, 40);
    OggFramer framer = new OggFramer(new CollectedTwice(copies, lent), Faults.NONE);
    for (int at = 0; at < stream.length; at += 100) {
      framer.push(ByteBuffer.wrap(stream, at, Math.min(100, stream.length - at)));
    }
    assertThat(lent).hasSize(160);
    for (int i = 0; i < lent.size(); i++) {
      assertThat(lent.get(i).payload()).isEqualTo(copies.packets.get(i).payload());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 254, 255, 256, 510, 65_024, 65_025, 65_026, 65_536})
  void readsPacketsOfAllLengths(int bytes) throws Exception {
    byte[] packet = audio(bytes, 1);
    MemoryOutput output = new MemoryOutput();
    OggPageWriter pages = new OggPageWriter(output, 7);
    for (byte[] header : List.of(head(), tags())) {
      pages.packet(ByteBuffer.wrap(header), 0);
      pages.closePage();
    }
    pages.packet(ByteBuffer.wrap(audio(30, 2)), 960);
    pages.packet(ByteBuffer.wrap(packet), 1920);
    pages.packet(ByteBuffer.wrap(audio(30, 3)), 2880);
    pages.end(2880);
    Collected got = Collected.from(output.bytes());
    assertThat(got.packets).hasSize(3);
    assertThat(got.packets.get(1).payload()).isEqualTo(ByteBuffer.wrap(packet));
    assertThat(got.skips).isEmpty();
  }

  @Test
  void aPageFilledExactlyByAPacketIsNotContinued() throws Exception {
    byte[] exact = audio(254 * 255 + 7, 1);
    Collected got =
        Collected.from(
            join(headers(7), page(0, 960, 7, 2, exact), page(END, 1920, 7, 3, audio(20, 2))));
    assertThat(got.packets).hasSize(2);
    assertThat(got.skips).isEmpty();
  }

  @Test
  void readsAPageOf255PacketsOfOneByte() throws Exception {
    byte[][] packets = new byte[255][];
    Arrays.fill(packets, audio(1, 1));
    Collected got = Collected.from(join(headers(7), page(END, 255 * 960, 7, 2, packets)));
    assertThat(got.packets).hasSize(255);
  }

  @Test
  void leavesOutAPacketLongerThanTheLimit() throws Exception {
    List<Integer> full = Collections.nCopies(255, 255);
    byte[] body = audio(65_025, 1);
    Collected got =
        Collected.from(
            join(
                headers(7),
                page(0, 960, 7, 2, audio(20, 9)),
                raw(0, -1, 7, 3, full, body),
                raw(CONTINUED, 1920, 7, 4, List.of(255, 255, 255, 0), new byte[765]),
                page(END, 2880, 7, 5, audio(20, 2))));
    assertThat(got.packets).extracting(Packet::samplePosition).containsExactly(0L, 1920L);
    assertThat(got.skips)
        .singleElement()
        .satisfies(
            skip -> {
              assertThat(skip.kind()).isEqualTo(Skip.Kind.DAMAGE);
              assertThat(skip.byteCount()).isEqualTo(65_790);
              assertThat(skip.lostSamples()).isEqualTo(960);
            });
  }

  @Test
  void leavesOutTagsLongerThanTheLimitAndGoesOn() throws Exception {
    List<Integer> full = Collections.nCopies(255, 255);
    byte[] stream = page(BEGIN, 0, 7, 0, head());
    byte[] body = Arrays.copyOf(tags("TITLE=x"), 65_025);
    for (int i = 1; i <= 17; i++) {
      int flags = i == 1 ? 0 : CONTINUED;
      stream = join(stream, raw(flags, -1, 7, i, full, body));
    }
    stream = join(stream, raw(CONTINUED, 0, 7, 18, List.of(3), new byte[3]));
    Collected got = Collected.from(join(stream, page(END, 960, 7, 19, audio(9, 1))));
    assertThat(got.packets).hasSize(1);
    assertThat(((OpusTrack) got.tracks.get(0)).tags().remaining()).isLessThan(30);
    assertThat(got.skips).extracting(Skip::kind).containsExactly(Skip.Kind.TAG);
  }

  @Test
  void leavesOutAPacketOfNoLegalDuration() throws Exception {
    byte[] tooMany = {(byte) 0xff, 7};
    Collected got =
        Collected.from(
            join(
                headers(7),
                page(0, 960, 7, 2, audio(9, 1)),
                page(0, 3840, 7, 3, audio(9, 2), tooMany, audio(9, 3)),
                page(END, 4800, 7, 4, audio(9, 4))));
    assertThat(got.events.stream().skip(2).map(e -> e.replaceAll(" #.*", "")))
        .containsExactly(
            "packet 960+960", "skip DAMAGE 2 lost 960", "packet 2880+960", "packet 3840+960");
  }

  @Test
  void anEmptyPacketIsIllegal() throws Exception {
    byte[] audio = page(0, 960, 7, 2, new byte[0], audio(9, 1), new byte[0]);
    Collected got = Collected.from(join(headers(7), audio, page(END, 1920, 7, 3, audio(9, 2))));
    assertThat(got.packets).hasSize(2);
    assertThat(got.skips)
        .extracting(Skip::kind)
        .containsExactly(Skip.Kind.DAMAGE, Skip.Kind.DAMAGE);
  }

  /** Liquidsoap 2.1 ends FLAC so, and counts one sample for it. */
  @Test
  void anEmptyPacketAtTheVeryEndOnlyMarksIt() throws Exception {
    byte[] audio = page(0, 960, 7, 2, audio(9, 1));
    byte[] end = page(END, 1921, 7, 3, audio(9, 2), new byte[0]);
    Collected got = Collected.from(join(headers(7), audio, end));
    assertThat(got.packets).extracting(Packet::samplePosition).containsExactly(0L, 960L);
    assertThat(got.skips).isEmpty();
    Collected alone = Collected.from(join(headers(7), audio, page(END, 961, 7, 3, new byte[0])));
    assertThat(alone.packets).hasSize(1);
    assertThat(alone.skips).isEmpty();
  }

  @Test
  void trimsTheLastPacketsToTheGranulePositionOfTheEnd() throws Exception {
    Collected got =
        Collected.from(
            join(
                headers(7),
                audioPage(0, 7, 1, 2),
                page(END, 1920 + 1000, 7, 3, audio(9, 1), audio(9, 2), audio(9, 3))));
    assertThat(got.packets).extracting(Packet::sampleCount).containsExactly(960, 960, 960, 40, 0);
  }

  @Test
  void trimsAStreamOfOnePage() throws Exception {
    Collected got = Collected.from(join(headers(7), page(END, 500, 7, 2, audio(9, 1))));
    assertThat(got.packets).extracting(Packet::sampleCount).containsExactly(500);
  }

  @Test
  void beginsAnewAfterTheEnd() throws Exception {
    Collected got =
        Collected.from(join(stream(7, 2), audioPage(0, 7, 3, 4), audioPage(END, 7, 4, 4)));
    assertThat(got.tracks).hasSize(2);
    assertThat(got.packets.get(8).samplePosition()).isZero();
    assertThat(got.packets).hasSize(16);
  }
}
