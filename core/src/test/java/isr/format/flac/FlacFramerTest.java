package isr.format.flac;

import static isr.format.flac.TestFrames.fixed;
import static isr.format.flac.TestFrames.frame;
import static isr.format.flac.TestFrames.join;
import static isr.format.flac.TestFrames.streamHead;
import static isr.format.flac.TestFrames.variable;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import isr.media.FlacTrack;
import isr.media.Framer;
import isr.media.MediaLimitException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.UnsupportedMediaException;
import isr.testing.CollectingSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlacFramerTest {
  private static final byte[] HEAD = streamHead(192, "TITLE=Song", "ARTIST=Band");

  private static byte[] frames(int first, int count) {
    byte[][] all = new byte[count][];
    for (int i = 0; i < count; i++) {
      all[i] = fixed(first + i, 192);
    }
    return join(all);
  }

  private static CollectingSink read(byte[] stream, int max, long seed) throws IOException {
    Random random = new Random(seed);
    CollectingSink sink = new CollectingSink();
    Framer framer = new FlacFormat().framer(sink).orElseThrow();
    for (int at = 0; at < stream.length; ) {
      int count = Math.min(stream.length - at, 1 + random.nextInt(max));
      framer.push(ByteBuffer.wrap(stream, at, count));
      framer.release();
      at += count;
    }
    framer.end();
    assertAccounted(sink, stream.length);
    return sink;
  }

  private static CollectingSink read(byte[] stream) throws IOException {
    return read(stream, stream.length + 1, 0);
  }

  private static void assertAccounted(CollectingSink sink, long bytes) {
    long inPackets = sink.packets().stream().mapToLong(Packet::byteCount).sum();
    long skipped = sink.skips().stream().mapToLong(Skip::byteCount).sum();
    assertThat(inPackets + skipped).isEqualTo(bytes);
  }

  private static byte[] payloads(CollectingSink sink) {
    return join(sink.packets().stream().map(p -> p.payload().array()).toArray(byte[][]::new));
  }

  private static Skip.Kind[] kinds(CollectingSink sink) {
    return sink.skips().stream().map(Skip::kind).toArray(Skip.Kind[]::new);
  }

  @Test
  void givesFramesBehindTheMetadata() throws Exception {
    CollectingSink found = read(join(HEAD, frames(0, 20)));
    assertThat(payloads(found)).isEqualTo(frames(0, 20));
    assertThat(kinds(found)).containsExactly(Skip.Kind.TAG);
    assertThat(found.titles()).containsExactly("Band - Song");
    assertThat(found.tracks()).hasSize(1);
    FlacTrack track = (FlacTrack) found.tracks().get(0);
    assertThat(track.fixedBlockSize()).hasValue(192);
    assertThat(CommentBlock.read(track.comments()).orElseThrow().comments())
        .containsExactly("TITLE=Song", "ARTIST=Band");
    assertThat(found.packets().get(19).endPosition()).isEqualTo(20 * 192);
  }

  @Test
  void joinsInMidFrameWithoutAnyHeader() throws Exception {
    byte[] stream = frames(1000, 20);
    byte[] joined = Arrays.copyOfRange(stream, 100, stream.length);
    CollectingSink found = read(joined);
    assertThat(payloads(found)).isEqualTo(frames(1001, 19));
    assertThat(kinds(found)).containsExactly(Skip.Kind.JOIN);
    assertThat(found.tracks()).containsExactly(TestFrames.track(192));
    assertThat(found.packets().get(0).samplePosition()).isZero();
  }

  @Test
  void theLastFrameNeedsNoFollower() throws Exception {
    assertThat(read(frames(0, 1)).packets()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void packetsDoNotDependOnHowBytesCome(long seed) throws Exception {
    byte[] stream =
        join(HEAD, frames(0, 5), "junk".getBytes(US_ASCII), frames(5, 3), HEAD, frames(0, 4));
    List<String> whole = read(stream).events();
    assertThat(read(stream, 1, seed).events()).isEqualTo(whole);
    assertThat(read(stream, 700, seed).events()).isEqualTo(whole);
    assertThat(whole.stream().filter(e -> e.startsWith("packet"))).hasSize(12);
  }

  @Test
  void foreignBytesBetweenWholeFramesAreNoLoss() throws Exception {
    for (byte[] junk :
        List.of(new byte[1], new byte[2], new byte[500], "fLaC?".getBytes(US_ASCII), body(300))) {
      CollectingSink found = read(join(HEAD, frames(0, 5), junk, frames(5, 5)));
      assertThat(found.packets()).as("%d bytes: %s", junk.length, found.skips()).hasSize(10);
      assertThat(payloads(found)).isEqualTo(frames(0, 10));
      assertThat(kinds(found)).containsExactly(Skip.Kind.TAG, Skip.Kind.FOREIGN);
      assertThat(found.skips().get(1).byteCount()).isEqualTo(junk.length);
    }
  }

  @Test
  void foreignBytesLongerThanAnyFrameHoldNothingUp() throws Exception {
    CollectingSink sink = new CollectingSink();
    FlacFramer framer = new FlacFramer(sink);
    framer.push(ByteBuffer.wrap(join(HEAD, frames(0, 5))));
    for (int i = 0; i < 50; i++) {
      framer.push(ByteBuffer.wrap(body(1000)));
      framer.release();
      assertThat(framer.capacity()).isLessThan(64 * 1024);
    }
    assertThat(sink.packets()).hasSize(5);
  }

  @Test
  void aTornFrameIsLostWithItsSamples() throws Exception {
    byte[] torn = Arrays.copyOf(fixed(5, 192), 200);
    CollectingSink found = read(join(HEAD, frames(0, 5), torn, frames(6, 5)));
    assertThat(payloads(found)).isEqualTo(join(frames(0, 5), frames(6, 5)));
    assertThat(kinds(found)).containsExactly(Skip.Kind.TAG, Skip.Kind.DAMAGE);
    assertThat(found.skips().get(1).lostSamples()).isEqualTo(192);
    assertThat(found.packets().get(5).samplePosition()).isEqualTo(6 * 192);
    assertThat(found.tracks()).hasSize(1);
  }

  @Test
  void aDamagedFrameIsLostAlone() throws Exception {
    byte[] stream = join(HEAD, frames(0, 20));
    int from = HEAD.length;
    for (int at = from + frames(0, 7).length; at < from + frames(0, 8).length; at++) {
      byte[] damaged = stream.clone();
      damaged[at] ^= 0x20;
      CollectingSink found = read(damaged);
      assertThat(payloads(found)).as("at %d", at).isEqualTo(join(frames(0, 7), frames(8, 12)));
      assertThat(found.skips().get(1).lostSamples()).isEqualTo(192);
      assertThat(found.skips().get(1).kind()).isEqualTo(Skip.Kind.DAMAGE);
    }
  }

  @Test
  void numbersThatJumpTellWhatIsMissing() throws Exception {
    CollectingSink found = read(join(HEAD, frames(0, 5), frames(15, 5)));
    assertThat(found.packets()).hasSize(10);
    assertThat(found.skips().get(1).byteCount()).isZero();
    assertThat(found.skips().get(1).lostSamples()).isEqualTo(10 * 192);
    assertThat(found.packets().get(5).samplePosition()).isEqualTo(15 * 192);
    CollectingSink anew = read(join(HEAD, frames(500, 5), frames(0, 5)));
    assertThat(kinds(anew)).containsExactly(Skip.Kind.TAG);
  }

  @Test
  void truncatedAnywhereGivesTheFramesBefore() throws Exception {
    byte[] stream = join(HEAD, frames(0, 3));
    int frame = fixed(0, 192).length;
    for (int length = 0; length < stream.length; length++) {
      int whole = Math.max(0, (length - HEAD.length) / frame);
      CollectingSink found = read(Arrays.copyOf(stream, length), 97, length);
      assertThat(payloads(found)).as("%d bytes", length).isEqualTo(frames(0, whole));
    }
  }

  @Test
  void aChangeOfRateOrBitsEndsTheTrack() throws Exception {
    byte[] other = join(frame(false, 5, 192, 10, 4), frame(false, 6, 192, 10, 4));
    CollectingSink found = read(join(HEAD, frames(0, 5), other, frames(7, 2)));
    assertThat(found.packets()).hasSize(9);
    assertThat(found.tracks())
        .extracting(t -> t.sampleRateHz())
        .containsExactly(44_100, 48_000, 44_100);
    assertThat(found.packets().get(5).samplePosition()).isZero();
  }

  @Test
  void newHeadersBeginATrackWithTheirTitle() throws Exception {
    byte[] next = streamHead(192, "TITLE=Next");
    CollectingSink found = read(join(HEAD, frames(0, 3), next, frames(0, 3)));
    assertThat(payloads(found)).isEqualTo(join(frames(0, 3), frames(0, 3)));
    assertThat(found.titles()).containsExactly("Band - Song", "Next");
    assertThat(found.tracks()).hasSize(2);
    assertThat(kinds(found)).containsExactly(Skip.Kind.TAG, Skip.Kind.TAG);
  }

  @Test
  void aStreamWithoutATitleEndsTheTitleBefore() throws Exception {
    byte[] untitled = streamHead(192);
    CollectingSink found =
        read(join(untitled, frames(0, 3), HEAD, frames(0, 3), untitled, frames(0, 3)));
    assertThat(found.titles()).containsExactly("Band - Song", "");
  }

  @Test
  void readsFramesNumberedBySamplesOfAnySize() throws Exception {
    List<byte[]> all = new ArrayList<>();
    long sample = 1_000_000;
    for (int size : new int[] {16, 4096, 1, 65_535, 192, 192, 300}) {
      all.add(variable(sample, size));
      sample += size;
    }
    CollectingSink found = read(join(all.toArray(byte[][]::new)), 5000, 3);
    assertThat(payloads(found)).isEqualTo(join(all.toArray(byte[][]::new)));
    assertThat(found.tracks()).containsExactly(TestFrames.track(0));
  }

  @Test
  void whatFramesLeaveOutIsInStreamInfo() throws Exception {
    byte[] bare = join(frame(false, 0, 192, 0, 0), frame(false, 1, 192, 0, 0));
    CollectingSink found = read(join(HEAD, bare));
    assertThat(found.packets()).hasSize(2);
    assertThat(found.tracks().get(0).sampleRateHz()).isEqualTo(44_100);
    assertThatThrownBy(() -> read(bare)).isInstanceOf(UnsupportedMediaException.class);
  }

  @Test
  void picturesAreNotHeld() throws Exception {
    CollectingSink sink = new CollectingSink();
    FlacFramer framer = new FlacFramer(sink);
    byte[] head = HEAD.clone();
    head[4 + 4 + 34] &= 0x7F; // the comments are not the last block
    framer.push(ByteBuffer.wrap(head));
    framer.push(ByteBuffer.wrap(new byte[] {(byte) 0x86, (byte) 0xC0, 0, 0}));
    for (int i = 0; i < 0xC0; i++) {
      framer.push(ByteBuffer.wrap(new byte[0x10000]));
      framer.release();
      assertThat(framer.capacity()).isLessThan(256 * 1024);
    }
    framer.push(ByteBuffer.wrap(frames(0, 3)));
    framer.end();
    assertThat(sink.packets()).hasSize(3);
    assertThat(sink.titles()).containsExactly("Band - Song");
  }

  @Test
  void endlessMetadataIsRefused() throws Exception {
    FlacFramer framer = new FlacFramer(new CollectingSink());
    byte[] head = HEAD.clone();
    head[4 + 4 + 34] &= 0x7F;
    framer.push(ByteBuffer.wrap(head));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 4; i++) {
                framer.push(ByteBuffer.wrap(new byte[] {6, (byte) 0xFF, -1, -1}));
                framer.push(ByteBuffer.wrap(new byte[0xFFFFFF]));
                framer.release();
              }
            })
        .isInstanceOf(MediaLimitException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void survivesMangledStreams(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] stream = join(HEAD, frames(0, 40), HEAD, frames(0, 40));
    for (int i = 0; i < 30; i++) {
      stream[random.nextInt(stream.length)] = (byte) random.nextInt();
    }
    CollectingSink found = read(stream, 2000, seed);
    assertThat(found.packets()).hasSizeGreaterThan(30);
    for (Packet packet : found.packets()) {
      int number = (int) FlacFrameHeader.read(packet.payload()).orElseThrow().number();
      assertThat(packet.payload().array()).isEqualTo(fixed(number, 192));
    }
  }

  /** Found by fuzzing: a start that nothing follows must expire at the same byte in any chunks. */
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40})
  void startsThatExpireDoNotDependOnChunks(long seed) throws Exception {
    Random random = new Random(seed);
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] frame = fixed(random.nextInt(20), 1 + random.nextInt(70));
      switch (random.nextInt(5)) {
        case 0 -> parts.add(Arrays.copyOf(frame, random.nextInt(frame.length)));
        case 1 -> parts.add(new byte[random.nextInt(300)]);
        case 2 -> parts.add(TestFrames.header(false, 3, 50, 9, 4));
        default -> parts.add(frame);
      }
    }
    byte[] stream = join(parts.toArray(byte[][]::new));
    List<String> whole = read(stream).events();
    assertThat(read(stream, 1, seed).events()).isEqualTo(whole);
    assertThat(read(stream, 16, seed).events()).isEqualTo(whole);
  }

  @Test
  void refusesStreamInfoOfTooFewBits() {
    byte[] head = HEAD.clone();
    head[20] &= (byte) 0xFE; // bits - 1, its highest bit
    head[21] &= 0x0F;
    byte[] stream = join(head, frame(false, 0, 192, 9, 0));
    assertThatThrownBy(() -> read(stream)).isInstanceOf(UnsupportedMediaException.class);
  }

  private static byte[] body(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /**
   * Headers of the largest blocks there are, each with subframes that fill them with a few bytes.
   */
  @Test
  void aFloodOfHugeConstantBlocksCostsLittle() throws Exception {
    byte[] frame = Arrays.copyOf(TestFrames.header(false, 1, 65_535, 9, 4), 34);
    byte[] flood = new byte[34 * 60_000];
    for (int at = 0; at < flood.length; at += 34) {
      System.arraycopy(frame, 0, flood, at, 34);
    }
    byte[] stream = join(HEAD, frames(0, 20), flood, frames(20, 2000));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(read(stream, 8000, 1).packets()).hasSizeBetween(1900, 2021));
  }
}
