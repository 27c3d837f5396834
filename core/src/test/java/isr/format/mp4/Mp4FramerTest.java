package isr.format.mp4;

import static isr.format.mp4.TestMp4.aacEntry;
import static isr.format.mp4.TestMp4.box;
import static isr.format.mp4.TestMp4.bytes;
import static isr.format.mp4.TestMp4.entry;
import static isr.format.mp4.TestMp4.fragment;
import static isr.format.mp4.TestMp4.ftyp;
import static isr.format.mp4.TestMp4.head;
import static isr.format.mp4.TestMp4.ints;
import static isr.format.mp4.TestMp4.moov;
import static isr.format.mp4.TestMp4.opusEntry;
import static isr.format.mp4.TestMp4.opusTrack;
import static isr.format.mp4.TestMp4.packets;
import static isr.format.mp4.TestMp4.track;
import static isr.format.mp4.TestMp4.trex;
import static isr.format.webm.TestWebm.join;
import static isr.format.webm.TestWebm.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.format.timed.Read;
import isr.media.AdtsTrack;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.UnsupportedMediaException;
import isr.testing.CollectingSink;
import isr.testing.StreamPacket;
import isr.testing.StreamPackets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4FramerTest {
  @Test
  void readsWhatDopsSays() throws Exception {
    OpusTrack own = (OpusTrack) read(join(ftyp(), moov(opusTrack(1, 3840)))).tracks().get(0);
    assertThat(own.preSkip()).isEqualTo(3840);
    assertThat(own.channels()).isEqualTo(2);
    assertThat(own.head().get(8)).isEqualTo((byte) 1);
    assertThat(Integer.reverseBytes(own.head().getInt(12))).isEqualTo(48_000);
    OpusTrack none = (OpusTrack) read(join(ftyp(), moov(opusTrack(1, 0)))).tracks().get(0);
    assertThat(none.preSkip()).isEqualTo(312);
  }

  @Test
  void trimsThePacketThatEndsTheStreamAndNoOther() throws Exception {
    byte[] stream = join(head(), fragment(1, 0, 648, packets(0, 2)));
    assertThat(read(stream).packets()).extracting(Packet::sampleCount).containsExactly(960, 648);
    CollectingSink ended = read(join(stream, box("mfra", new byte[40])));
    assertThat(ended.packets()).extracting(Packet::sampleCount).containsExactly(960, 648);
    CollectingSink more = read(join(stream, fragment(2, 1920, packets(2, 1))));
    assertThat(more.packets()).extracting(Packet::sampleCount).containsExactly(960, 960, 960);
  }

  /** Sizes and durations from trex, several runs, a mdat for each. */
  @Test
  void readsRunsWithDefaults() throws Exception {
    byte[] sized = Arrays.copyOf(packet(0), 50);
    byte[] extends1 = box("trex", ints(0, 1, 1, 960, 50, 0));
    byte[] head = join(ftyp(), box("moov", opusTrack(1, 312), box("mvex", extends1)));
    int moofBytes = 8 + 16 + 8 + 16 + 16;
    byte[] run = box("trun", ints(0x1, 2, moofBytes + 20 + 20 + 8));
    byte[] second = box("trun", ints(0x1, 1, moofBytes + 20 + 20 + 8 + 100 + 8));
    byte[] moof =
        box(
            "moof",
            box("mfhd", ints(0, 1)),
            box("traf", box("tfhd", ints(0x020000, 1)), box("tfdt", ints(0, 0)), run, second));
    assertThat(moof.length).isEqualTo(moofBytes + 40);
    byte[] stream = join(head, moof, box("mdat", sized, sized), box("mdat", sized));
    CollectingSink found = read(stream);
    ByteBuffer payload = ByteBuffer.wrap(sized);
    assertThat(Read.payloads(found)).containsExactly(payload, payload, payload);
    assertThat(found.skips()).isEmpty();
  }

  @Test
  void leavesOtherTracksOut() throws Exception {
    byte[] head = join(ftyp(), moov(track(2, "vide", 90_000, entry("vp09")), opusTrack(1, 312)));
    byte[] moof = Arrays.copyOf(fragment(1, 0, packets(0, 1)), 8 + 16 + 8 + 16 + 20 + 20 + 8);
    byte[] mdat = box("mdat", packet(0), new byte[5000]);
    CollectingSink found = read(join(head, moof, mdat, fragment(2, 960, packets(1, 1))));
    assertThat(Read.payloads(found))
        .containsExactly(ByteBuffer.wrap(packet(0)), ByteBuffer.wrap(packet(1)));
    assertThat(found.skips()).hasSize(1);
    assertThat(found.skips().get(0).kind()).isEqualTo(Skip.Kind.TAG);
    assertThat(found.skips().get(0).byteCount()).isEqualTo(5000);
  }

  @Test
  void passesOverBoxesThatItDoesNotNeed() throws Exception {
    byte[] stream =
        join(
            head(),
            box("sidx", new byte[30]),
            box("abcd", new byte[30]),
            box("styp", new byte[8]),
            fragment(1, 0, packets(0, 3)),
            box("free", new byte[700_000]),
            fragment(2, 2880, packets(3, 3)));
    CollectingSink found = read(stream);
    assertThat(found.packets()).hasSize(6);
    assertThat(found.skips()).isEmpty();
  }

  @Test
  void readsTheLastBoxWithoutASize() throws Exception {
    byte[] last = fragment(1, 0, packets(0, 2));
    int mdat = last.length - packet(0).length - packet(1).length - 8;
    ByteBuffer.wrap(last).putInt(mdat, 0);
    CollectingSink found = read(join(head(), last));
    assertThat(found.packets()).hasSize(2);
  }

  @Test
  void readsSizesOf64Bits() throws Exception {
    byte[] moov = moov(opusTrack(1, 312));
    byte[] data = Arrays.copyOfRange(moov, 8, moov.length);
    byte[] large = join(ints(1, Box.type("moov"), 0, 16 + data.length), data);
    CollectingSink found = read(join(ftyp(), large, fragment(1, 0, packets(0, 2))));
    assertThat(found.packets()).hasSize(2);
  }

  /** 5 bits of object type 2, 4 of index 4, 4 of channels 2; raw frames of any bytes. */
  @Test
  void makesAdtsOfAac() throws Exception {
    byte[] entry = aacEntry(0x40, bytes(0x12, 0x10));
    byte[] head = join(ftyp(), moov(track(1, "soun", 44_100, entry)));
    byte[][] raw = {new byte[100], new byte[200], new byte[3]};
    int moofBytes = 8 + 16 + 8 + 16 + 20 + 20 + 24;
    byte[] moof =
        box(
            "moof",
            box("mfhd", ints(0, 1)),
            box(
                "traf",
                box("tfhd", ints(0x020000, 1)),
                box("tfdt", ints(0x01000000, 0, 0)),
                box(
                    "trun",
                    ints(0x000301, 3, moofBytes + 8),
                    ints(1024, 100, 1024, 200, 1024, 3))));
    CollectingSink found = read(join(head, moof, box("mdat", raw)));
    assertThat(found.tracks()).containsExactly(new AdtsTrack(false, 1, 44_100, 2));
    assertThat(found.packets()).extracting(Packet::byteCount).containsExactly(107, 207, 10);
    assertThat(found.packets()).extracting(Packet::sampleCount).containsOnly(1024);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    found.packets().forEach(packet -> all.writeBytes(packet.payload().array()));
    assertThat(StreamPackets.adts(all.toByteArray()))
        .extracting(StreamPacket::end)
        .containsExactly(107, 314, 324);
  }

  @Test
  void takesTheCoreOfHeAac() throws Exception {
    // object type 5, index 7 (22 050), channels 2, extension index 4, object type 2
    byte[] entry = aacEntry(0x40, bytes(0x2B, 0x92, 0x08, 0x00));
    CollectingSink found = read(join(ftyp(), moov(track(1, "soun", 44_100, entry))));
    assertThat(found.tracks()).containsExactly(new AdtsTrack(false, 1, 22_050, 2));
  }

  @Test
  void refusesWhatIsNotDone() {
    refuses("fLaC", join(ftyp(), moov(track(1, "soun", 48_000, entry("fLaC")))));
    refuses("without an audio", join(ftyp(), moov(track(1, "vide", 90_000, entry("vp09")))));
    refuses("not fragmented", join(ftyp(), box("moov", opusTrack(1, 312))));
    refuses("begins with its samples", join(ftyp(), box("mdat", new byte[9])));
    refuses("0x6b", join(ftyp(), moov(track(1, "soun", 48_000, aacEntry(0x6B, bytes(0, 0))))));
    refuses("960", join(ftyp(), aac(0x12, 0x14)));
    refuses("object type 31", join(ftyp(), aac(0xFA, 0x10)));
    refuses("configuration 0", join(ftyp(), aac(0x12, 0x00)));
    refuses("no index", join(ftyp(), aac(0x17, 0x80)));
    refuses("frequency index 14", join(ftyp(), aac(0x17, 0x10)));
  }

  private static byte[] aac(int first, int second) {
    return moov(track(1, "soun", 44_100, aacEntry(0x40, bytes(first, second))));
  }

  private static void refuses(String what, byte[] stream) {
    assertThatThrownBy(() -> read(stream))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining(what);
  }

  @Test
  void refusesHeadersThatAreMalformed() {
    malformed("moov before", join(ftyp(), fragment(1, 0, packets(0, 1))));
    malformed("dOps", join(ftyp(), moov(track(1, "soun", 48_000, entry("Opus")))));
    malformed("esds", join(ftyp(), moov(track(1, "soun", 48_000, entry("mp4a")))));
    malformed("timescale", join(ftyp(), moov(track(1, "soun", 0, opusEntry(312)))));
    malformed("tkhd", join(ftyp(), moov(box("trak", box("tkhd", new byte[8])))));
    malformed("within its box", join(ftyp(), box("moov", ints(100, Box.type("trak")))));
    byte[] cut = entry("mp4a", box("esds", ints(0), bytes(3, 100, 0, 1, 0)));
    malformed("cut short", join(ftyp(), moov(track(1, "soun", 48_000, cut))));
    malformed("expected descriptor 3", join(ftyp(), moov(track(1, "soun", 48_000, noStream()))));
  }

  private static byte[] noStream() {
    return entry("mp4a", box("esds", ints(0), bytes(4, 0)));
  }

  private static void malformed(String rule, byte[] stream) {
    assertThatThrownBy(() -> read(stream))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void refusesHeadersThatAreTooLongBeforeTheyCome() {
    tooLong(join(ftyp(), ints(Mp4Framer.MAX_MOVIE_BYTES + 9), bytes('m', 'o', 'o', 'v')));
    tooLong(join(ftyp(), ints(1, Box.type("moov"), 0x7FFFFFFF, -1)));
    tooLong(join(ftyp(), ints(0, Box.type("moov"))));
    byte[][] many = new byte[129][];
    Arrays.fill(many, opusTrack(1, 312));
    tooLong(join(ftyp(), moov(many)));
  }

  private static void tooLong(byte[] stream) {
    assertThatThrownBy(() -> read(stream)).isInstanceOf(MediaLimitException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mdat", "moof", "moov", "ftyp", "free", "abcd"})
  void sizesThatAreHostileLoseOneFragment(String type) throws Exception {
    for (int[] size :
        new int[][] {{-1}, {0x7FFFFFFF}, {(1 << 24) + 9}, {1, -1, -1}, {1, 0x7FFFFFFF, -1}, {3}}) {
      byte[] large = size.length == 1 ? new byte[0] : ints(size[1], size[2]);
      byte[] hostile = join(ints(size[0], Box.type(type)), large);
      byte[] stream =
          join(
              head(),
              fragment(1, 0, packets(0, 5)),
              hostile,
              fragment(2, 9600, packets(10, 5)),
              fragment(3, 14_400, packets(15, 5)));
      CollectingSink found = read(stream);
      assertThat(found.packets()).as("%s %d", type, size[0]).hasSizeBetween(14, 15);
      Packet last = found.packets().get(found.packets().size() - 1);
      assertThat(last.payload()).isEqualTo(ByteBuffer.wrap(packet(19)));
    }
  }

  /** However long it claims to be, the next fragment begins behind the last packet. */
  @Test
  void anMdatThatIsTooLongHidesNoFragment() throws Exception {
    byte[] first = fragment(1, 0, packets(0, 5));
    int mdat = first.length - join(packets(0, 5)).length - 8;
    for (int more : new int[] {1, 4, 15, 17, 1000, 1 << 20}) {
      byte[] longer = first.clone();
      ByteBuffer.wrap(longer).putInt(mdat, first.length - mdat + more);
      CollectingSink found = read(join(head(), longer, fragment(2, 4800, packets(5, 5))));
      assertThat(found.packets()).as("by %d", more).hasSize(10);
      assertThat(found.skips()).as("by %d", more).isEmpty();
    }
  }

  /** Counts, sizes and offsets of a run that lead anywhere. */
  @Test
  void runsThatAreHostileLoseTheirFragment() throws Exception {
    List<byte[]> runs =
        List.of(
            ints(0x301, -1, 100),
            ints(0x301, 20_000, 100),
            ints(0x301, 3, 100, 960, 50),
            ints(0x001, 16_384, 100),
            ints(0x301, 1, 0x7FFFFFFF, 960, 50),
            ints(0x301, 1, Integer.MIN_VALUE, 960, 50),
            ints(0x301, 1, 8, 960, 50),
            ints(0x301, 1, 100, 960, -1),
            ints(0x301, 1, 108, 960, 70_000),
            ints(0x301, 1, 108, 960, 1000),
            ints(0x301));
    for (byte[] run : runs) {
      byte[] moof =
          box(
              "moof",
              box("mfhd", ints(0, 2)),
              box("traf", box("tfhd", ints(0x020000, 1)), box("trun", run)));
      byte[] stream =
          join(
              head(),
              fragment(1, 0, packets(0, 5)),
              moof,
              box("mdat", packet(5)),
              fragment(3, 9600, packets(10, 5)));
      CollectingSink found = read(stream);
      assertThat(found.packets()).hasSizeBetween(9, 10);
      Packet last = found.packets().get(found.packets().size() - 1);
      assertThat(last.payload()).isEqualTo(ByteBuffer.wrap(packet(14)));
      assertThat(last.samplePosition()).isEqualTo(14 * 960);
    }
  }

  /** A fragment whose durations are not those of its packets, from the first one on. */
  @Test
  void durationsThatNeverHeldProveNothing() throws Exception {
    byte[] stream = join(head(), fragment(1, 0, packets(0, 5)), fragment(2, 4800, packets(5, 5)));
    for (int i = 0; i + 4 < stream.length; i++) {
      ByteBuffer at = ByteBuffer.wrap(stream);
      if (at.getInt(i) == 960) {
        at.putInt(i, 4800);
      }
    }
    assertThat(read(stream).packets()).hasSize(10);
  }

  @Test
  void aTrackWithoutDefaultsIsReadToo() throws Exception {
    byte[] head = join(ftyp(), box("moov", opusTrack(1, 312), box("mvex", trex(7))));
    List<ByteBuffer> expected = new ArrayList<>();
    for (byte[] packet : packets(0, 4)) {
      expected.add(ByteBuffer.wrap(packet));
    }
    CollectingSink found = read(join(head, fragment(1, 0, packets(0, 4))));
    assertThat(Read.payloads(found)).isEqualTo(expected);
  }

  private static CollectingSink read(byte[] stream) throws Exception {
    CollectingSink found = Read.all(Mp4Framer::new, stream, 333);
    assertThat(Read.all(Mp4Framer::new, stream, 1).events()).isEqualTo(found.events());
    return found;
  }
}
