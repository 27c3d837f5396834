package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes in any chunks give the same packets; broken ones give a part of them. */
class OggHostileTest {
  private static final byte[] STREAM =
      MemoryOutput.join(
          TestPages.stream(7, 4, "TITLE=One"),
          new byte[] {'O', 'g', 'g', 'O', 'g', 'g', 'S', 0},
          TestPages.stream(8, 3, "TITLE=Two"));

  @Test
  void oneByteAtATime() throws Exception {
    assertThat(Collected.inChunks(STREAM, 1).events).isEqualTo(Collected.from(STREAM).events);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomChunks(long seed) throws Exception {
    Random random = new Random(seed);
    Collected got = new Collected();
    OggFramer framer = new OggFramer(got, Faults.NONE);
    for (int at = 0; at < STREAM.length; ) {
      int count = Math.min(STREAM.length - at, random.nextInt(300));
      framer.push(ByteBuffer.wrap(STREAM, at, count));
      at += count;
      if (random.nextBoolean()) {
        framer.release();
      }
    }
    framer.end();
    assertThat(got.events).isEqualTo(Collected.from(STREAM).events);
  }

  @Test
  void truncatedAtEachOffset() throws Exception {
    List<String> whole = payloads(Collected.from(STREAM));
    for (int length = 0; length < STREAM.length; length++) {
      Collected got = Collected.from(Arrays.copyOf(STREAM, length));
      List<String> some = payloads(got);
      assertThat(whole.subList(0, some.size())).as("cut at " + length).isEqualTo(some);
    }
  }

  @Test
  void aDamagedByteAnywhereCostsItsPageAtMost() throws Exception {
    List<String> whole = payloads(Collected.from(STREAM));
    int[] pages = TestPages.pageOffsets(STREAM);
    int lastLacing = pages[pages.length - 1] + OggPage.SEGMENTS;
    for (int at = 0; at < STREAM.length; at++) {
      if (at >= lastLacing && at < lastLacing + 5) {
        continue; // there is nothing after it to show that the page was not merely cut short
      }
      byte[] damaged = STREAM.clone();
      damaged[at] ^= 0x10;
      Collected got = Collected.from(damaged);
      List<String> some = payloads(got);
      assertThat(whole).as("damaged at " + at).containsAll(some);
      assertThat(whole.size() - some.size()).as("damaged at " + at).isIn(0, 4, 16);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void rightPagesOfRandomContentNeverFail(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] stream = TestPages.headers(7);
    for (int i = 0; i < 300; i++) {
      stream = MemoryOutput.join(stream, randomPage(random));
    }
    Collected got = Collected.from(stream);
    long position = 0;
    for (int i = 0; i < got.packets.size(); i++) {
      assertThat(got.packets.get(i).sampleCount()).isBetween(0, OpusPacket.MAX_SAMPLES);
      position = got.packets.get(i).endPosition();
    }
    assertThat(position).isLessThan(Long.MAX_VALUE / 2);
    assertThat(Collected.inChunks(stream, 777).events).isEqualTo(got.events);
  }

  private static byte[] randomPage(Random random) {
    List<Integer> lacing = new ArrayList<>();
    int bodyBytes = 0;
    for (int i = random.nextInt(12); i > 0; i--) {
      int value = random.nextInt(3) == 0 ? 255 : random.nextInt(60);
      lacing.add(value);
      bodyBytes += value;
    }
    byte[] body = new byte[bodyBytes];
    random.nextBytes(body);
    long granule = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(100_000);
    int flags = random.nextInt(8) & (random.nextInt(9) == 0 ? 5 : 1);
    return TestPages.raw(flags, granule, 7, 2 + random.nextInt(3), lacing, body);
  }

  private static List<String> payloads(Collected got) {
    return got.packets.stream().map(packet -> packet.payload().hashCode() + "").toList();
  }
}
