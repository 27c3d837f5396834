package isr.format.frames;

import static isr.format.frames.ToySyntax.frame;
import static isr.format.frames.ToySyntax.frames;
import static isr.format.frames.ToySyntax.join;
import static isr.format.frames.ToySyntax.junk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import isr.media.Packet;
import isr.media.Skip;
import isr.testing.CollectingSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncFramerTest {
  private static CollectingSink read(byte[] stream) throws Exception {
    return read(stream, new Random(0), stream.length + 1);
  }

  /** Pushes chunks of 1 to max bytes from one buffer that is reused, as a socket's is. */
  private static CollectingSink read(byte[] stream, Random random, int max) throws Exception {
    CollectingSink sink = new CollectingSink();
    SyncFramer framer = new SyncFramer(new ToySyntax(), sink);
    byte[] chunk = new byte[max];
    for (int at = 0; at < stream.length; ) {
      int count = Math.min(stream.length - at, random.nextInt(max) + 1);
      System.arraycopy(stream, at, chunk, 0, count);
      ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
      framer.push(bytes);
      assertThat(bytes.hasRemaining()).isFalse();
      framer.release();
      at += count;
    }
    framer.end();
    return sink;
  }

  private static byte[] payloads(List<Packet> packets) {
    return join(packets.stream().map(packet -> packet.payload().array()).toArray(byte[][]::new));
  }

  /** Junk at the start, a tag, junk between frames, a torn frame, another track, a torn end. */
  private static byte[] everything() {
    byte[] torn = Arrays.copyOf(frame(1, 200, false, 3), 90);
    return join(
        junk(70, 1),
        frames(1, 10, 1),
        id3v2(300),
        frames(1, 5, 2),
        junk(40, 2),
        frames(1, 5, 3),
        torn,
        frames(1, 4, 4),
        frames(2, 6, 5),
        torn);
  }

  private static byte[] id3v2(int size) {
    byte[] tag = junk(size + 10, 9);
    byte[] head = {'I', 'D', '3', 4, 0, 0, 0, 0, (byte) (size >>> 7), (byte) (size & 127)};
    System.arraycopy(head, 0, tag, 0, head.length);
    return tag;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void givesEveryFrameWithItsPositionAndItsEnd() throws Exception {
    byte[] stream = frames(1, 20, 7);
    CollectingSink found = read(stream);
    assertThat(payloads(found.packets())).containsExactly(stream);
    assertThat(found.tracks()).containsExactly(ToySyntax.track(1));
    assertThat(found.skips()).isEmpty();
    long position = 0;
    long end = 0;
    for (int i = 0; i < 20; i++) {
      Packet packet = found.packets().get(i);
      end += packet.byteCount();
      assertThat(packet.samplePosition()).isEqualTo(position);
      assertThat(found.packetEnds().get(i)).isEqualTo(end);
      position = packet.endPosition();
    }
  }

  @Test
  void tellsTheRestOfAFrameAtTheStartAsOneJoin() throws Exception {
    CollectingSink found = read(join(junk(333, 1), frames(1, 5, 1)));
    assertThat(found.packets()).hasSize(5);
    assertThat(found.skips())
        .extracting(Skip::kind, Skip::offset, Skip::byteCount)
        .containsExactly(tuple(Skip.Kind.JOIN, 0L, 333L));
  }

  @Test
  void isNotFooledByASyncWordBeforeTheFirstFrame() throws Exception {
    byte[] lure = Arrays.copyOf(frame(1, 500, true, 1), 60);
    CollectingSink found = read(join(lure, frames(1, 8, 1)));
    assertThat(found.packets()).hasSize(8);
    assertThat(found.skips()).extracting(Skip::byteCount).containsExactly(60L);
  }

  @Test
  void givesAFrameThatATagFollows() throws Exception {
    byte[] id3v1 = join(ascii("TAG"), junk(125, 1));
    byte[] ape = join(ascii("APETAGEX"), new byte[] {0, 0, 0, 0, 64, 0, 0, 0}, junk(80, 1));
    ape[23] = 0x20;
    byte[] lyrics = join(ascii("LYRICSBEGIN"), junk(100, 1), ascii("000111LYRICS200"));
    for (byte[] tag : List.of(id3v1, ape, lyrics, id3v2(200), join(lyrics, id3v1, id3v2(5000)))) {
      byte[] torn = frame(1, 100, false, 4); // would be taken for torn if no tag followed
      CollectingSink found = read(join(frames(1, 4, 1), torn, tag, frames(1, 4, 2)));
      assertThat(found.packets()).hasSize(9);
      assertThat(found.skips()).hasSize(1);
      assertThat(found.skips().get(0).kind()).isEqualTo(Skip.Kind.TAG);
      assertThat(found.skips().get(0).byteCount()).isEqualTo(tag.length);
    }
  }

  @Test
  void tellsATagAtTheStart() throws Exception {
    CollectingSink found = read(join(id3v2(300), frames(1, 4, 1)));
    assertThat(found.packets()).hasSize(4);
    assertThat(found.skips()).extracting(Skip::kind).containsExactly(Skip.Kind.TAG);
  }

  @Test
  void hidesNoFramesInATagWithAWrongSize() throws Exception {
    byte[] tag = Arrays.copyOf(id3v2(16_000), 100);
    CollectingSink found = read(join(frames(1, 4, 1), tag, frames(1, 4, 2)));
    assertThat(found.packets()).hasSize(8);
    assertThat(found.skips()).extracting(Skip::kind).containsExactly(Skip.Kind.DAMAGE);
    assertThat(found.skips()).extracting(Skip::byteCount).containsExactly(100L);
  }

  @Test
  void tellsForeignBytesAfterAWholeFrame() throws Exception {
    byte[] first = frames(1, 4, 1);
    CollectingSink found = read(join(first, junk(700, 1), frames(1, 4, 2)));
    assertThat(found.packets()).hasSize(8);
    assertThat(found.skips()).hasSize(1);
    Skip skip = found.skips().get(0);
    assertThat(skip.kind()).isEqualTo(Skip.Kind.FOREIGN);
    assertThat(skip.offset()).isEqualTo(first.length);
    assertThat(skip.byteCount()).isEqualTo(700);
    assertThat(skip.lostSamples()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 99, 199})
  void tellsAFrameThatIsCutShortAsDamage(int left) throws Exception {
    byte[] first = frames(1, 4, 1);
    byte[] torn = Arrays.copyOf(frame(1, 200, true, 3), left);
    CollectingSink found = read(join(first, torn, frames(1, 4, 2)));
    assertThat(found.packets()).hasSize(8);
    assertThat(found.skips()).hasSize(1);
    Skip skip = found.skips().get(0);
    assertThat(skip.kind()).isEqualTo(Skip.Kind.DAMAGE);
    assertThat(skip.offset()).isEqualTo(first.length);
    assertThat(skip.byteCount()).isEqualTo(left);
    assertThat(skip.lostSamples()).isEqualTo(ToySyntax.SAMPLES);
  }

  @Test
  void tellsATornFrameAndForeignBytesAsOneRun() throws Exception {
    byte[] torn = Arrays.copyOf(frame(1, 200, false, 3), 150);
    CollectingSink found = read(join(frames(1, 4, 1), torn, junk(160, 1), frames(1, 4, 2)));
    assertThat(found.packets()).hasSize(8);
    assertThat(found.skips()).extracting(Skip::kind).containsExactly(Skip.Kind.DAMAGE);
    assertThat(found.skips()).extracting(Skip::byteCount).containsExactly(310L);
  }

  @Test
  void beginsANewTrackWithoutLosingAFrame() throws Exception {
    byte[] stream = join(frames(1, 6, 1), frames(2, 6, 2));
    CollectingSink found = read(stream);
    assertThat(payloads(found.packets())).containsExactly(stream);
    assertThat(found.tracks()).containsExactly(ToySyntax.track(1), ToySyntax.track(2));
    assertThat(found.packets().get(6).samplePosition()).isZero();
    assertThat(found.skips()).isEmpty();
  }

  @Test
  void keepsPositionsAcrossDamage() throws Exception {
    CollectingSink found = read(join(frames(1, 4, 1), junk(700, 1), frames(1, 4, 2)));
    assertThat(found.tracks()).hasSize(1);
    assertThat(found.packets().get(7).samplePosition()).isEqualTo(7L * ToySyntax.SAMPLES);
  }

  @Test
  void holdsTheLastFrameUntilTheEnd() throws Exception {
    CollectingSink sink = new CollectingSink();
    SyncFramer framer = new SyncFramer(new ToySyntax(), sink);
    framer.push(ByteBuffer.wrap(frames(1, 6, 1)));
    assertThat(sink.packets()).hasSize(5);
    framer.end();
    assertThat(sink.packets()).hasSize(6);
  }

  @Test
  void tellsAnIncompleteFrameAtTheEnd() throws Exception {
    byte[] torn = Arrays.copyOf(frame(1, 200, true, 3), 150);
    CollectingSink found = read(join(frames(1, 6, 1), torn));
    assertThat(found.packets()).hasSize(6);
    assertThat(found.skips()).extracting(Skip::kind).containsExactly(Skip.Kind.DAMAGE);
    assertThat(found.skips()).extracting(Skip::byteCount).containsExactly(150L);
  }

  @Test
  void givesAStreamOfOneOrTwoFrames() throws Exception {
    assertThat(read(frames(1, 1, 1)).packets()).hasSize(1);
    assertThat(read(join(junk(20, 1), frames(1, 2, 1))).packets()).hasSize(2);
    assertThat(read(new byte[0]).events()).isEmpty();
  }

  @Test
  void tellsAStreamWithoutAFrameAsOneRun() throws Exception {
    CollectingSink found = read(junk(50_000, 1), new Random(1), 3000);
    assertThat(found.packets()).isEmpty();
    assertThat(found.skips()).extracting(Skip::byteCount).containsExactly(50_000L);
  }

  @Test
  void keepsPayloadsUntilTheyAreReleased() throws Exception {
    byte[] stream = frames(1, 400, 1);
    List<Packet> lent = new ArrayList<>();
    SyncFramer framer =
        new SyncFramer(
            new ToySyntax(),
            new CollectingSink() {
              @Override
              public void packet(Packet packet, long streamOffset) {
                lent.add(packet);
              }
            });
    for (int at = 0; at < stream.length; at += 100) {
      framer.push(ByteBuffer.wrap(stream, at, Math.min(100, stream.length - at)));
    }
    framer.end();
    assertThat(payloads(lent.stream().map(Packet::copy).toList())).isEqualTo(stream);
  }

  @Test
  void findsTheSameOneByteAtATime() throws Exception {
    assertThat(read(everything(), new Random(0), 1).events())
        .isEqualTo(read(everything()).events());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void findsTheSameInChunksOfAnySize(long seed) throws Exception {
    assertThat(read(everything(), new Random(seed), 700).events())
        .isEqualTo(read(everything()).events());
  }

  @Test
  void givesThePacketsBeforeATruncation() throws Exception {
    byte[] stream = everything();
    List<Packet> all = read(stream).packets();
    List<Long> ends = read(stream).packetEnds();
    for (int length = 0; length < stream.length; length++) {
      List<Packet> some = read(Arrays.copyOf(stream, length)).packets();
      int whole = 0;
      while (whole < ends.size() && ends.get(whole) <= length) {
        whole++;
      }
      // The last one may be torn: its end came, and nothing that could show it.
      int sure = Math.max(0, some.size() - 1);
      assertThat(some).hasSizeBetween(whole - 1, whole + 1);
      assertThat(Arrays.equals(payloads(some.subList(0, sure)), payloads(all.subList(0, sure))))
          .as("cut at " + length)
          .isTrue();
    }
  }

  @Test
  void losesAtMostTwoFramesToADamagedByteAndThreeBeforeTheFirstChain() throws Exception {
    byte[] stream = frames(1, 12, 8);
    long firstChain = read(stream).packetEnds().get(2);
    for (int at = 0; at < stream.length; at++) {
      byte[] damaged = stream.clone();
      damaged[at] ^= 0x55;
      CollectingSink found = read(damaged);
      assertThat(found.packets())
          .as("byte " + at)
          .hasSizeGreaterThanOrEqualTo(at < firstChain ? 9 : 10);
      assertAccountsForAll(found, damaged.length);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void accountsForEveryByteOfAMangledStream(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] stream = join(everything(), everything());
    for (int i = 0; i < 40; i++) {
      stream[random.nextInt(stream.length)] = (byte) random.nextInt();
    }
    assertAccountsForAll(read(stream, random, 500), stream.length);
  }

  private static void assertAccountsForAll(CollectingSink found, int length) {
    long inPackets = found.packets().stream().mapToLong(Packet::byteCount).sum();
    long skipped = found.skips().stream().mapToLong(Skip::byteCount).sum();
    assertThat(inPackets + skipped).isEqualTo(length);
    for (int i = 1; i < found.skips().size(); i++) {
      Skip before = found.skips().get(i - 1);
      assertThat(found.skips().get(i).offset()).isGreaterThan(before.offset() + before.byteCount());
    }
  }

  @Test
  void keepsLittleMemoryHoweverLongItHunts() throws Exception {
    CollectingSink sink = new CollectingSink();
    SyncFramer framer = new SyncFramer(new ToySyntax(), sink);
    framer.push(ByteBuffer.wrap(frames(1, 5, 1)));
    for (int i = 0; i < 200; i++) {
      framer.push(ByteBuffer.wrap(junk(8000, i)));
      framer.release();
      assertThat(framer.capacity()).isLessThan(64 * 1024);
    }
    framer.push(ByteBuffer.wrap(frames(1, 5, 2)));
    framer.end();
    assertThat(sink.packets()).hasSizeBetween(9, 10);
    assertThat(sink.skips()).hasSize(1);
  }
}
