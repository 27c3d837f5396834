package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same bytes in any chunks give the same packets; broken ones give a part of them. */
class OggHostileTest {
  /** What is in the pages. */
  enum Codec {
    OPUS {
      @Override
      byte[] link(int serial, int pages, String title) {
        return TestPages.stream(serial, pages, title);
      }

      @Override
      byte[] headers(int serial) {
        return TestPages.headers(serial);
      }
    },
    VORBIS {
      @Override
      byte[] link(int serial, int pages, String title) {
        return TestVorbis.stream(serial, pages, title);
      }

      @Override
      byte[] headers(int serial) {
        return TestVorbis.headers(serial);
      }
    },
    FLAC {
      @Override
      byte[] link(int serial, int pages, String title) {
        return TestFlac.stream(serial, pages, title);
      }

      @Override
      byte[] headers(int serial) {
        return TestFlac.headers(serial);
      }
    };

    /** A chain of links of 16 and 12 packets, and bytes between them. */
    byte[] chain() {
      byte[] between = {'O', 'g', 'g', 'O', 'g', 'g', 'S', 0};
      return MemoryOutput.join(link(7, 4, "TITLE=One"), between, link(8, 3, "TITLE=Two"));
    }

    abstract byte[] link(int serial, int pages, String title);

    abstract byte[] headers(int serial);
  }

  @ParameterizedTest
  @EnumSource
  void oneByteAtATime(Codec codec) throws Exception {
    byte[] stream = codec.chain();
    assertThat(Collected.inChunks(stream, 1).events).isEqualTo(Collected.from(stream).events);
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"OPUS, 1", "OPUS, 2", "VORBIS, 3", "VORBIS, 4", "FLAC, 5", "FLAC, 6"})
  void randomChunks(Codec codec, long seed) throws Exception {
    byte[] stream = codec.chain();
    Random random = new Random(seed);
    Collected got = new Collected();
    OggFramer framer = new OggFramer(got, Faults.NONE);
    for (int at = 0; at < stream.length; ) {
      int count = Math.min(stream.length - at, random.nextInt(300));
      framer.push(ByteBuffer.wrap(stream, at, count));
      at += count;
      if (random.nextBoolean()) {
        framer.release();
      }
    }
    framer.end();
    assertThat(got.events).isEqualTo(Collected.from(stream).events);
  }

  @ParameterizedTest
  @EnumSource
  void truncatedAtEachOffset(Codec codec) throws Exception {
    byte[] stream = codec.chain();
    List<String> whole = payloads(Collected.from(stream));
    for (int length = 0; length < stream.length; length++) {
      Collected got = Collected.from(Arrays.copyOf(stream, length));
      List<String> some = payloads(got);
      assertThat(whole.subList(0, some.size())).as("cut at " + length).isEqualTo(some);
    }
  }

  /** Or its link, when the page is a header that nothing can stand in for. */
  @ParameterizedTest
  @EnumSource
  void aDamagedByteAnywhereCostsItsPageAtMost(Codec codec) throws Exception {
    byte[] stream = codec.chain();
    List<String> whole = payloads(Collected.from(stream));
    int[] pages = TestPages.pageOffsets(stream);
    int lastLacing = pages[pages.length - 1] + OggPage.SEGMENTS;
    for (int at = 0; at < stream.length; at++) {
      if (at >= lastLacing && at < lastLacing + 5) {
        continue; // there is nothing after it to show that the page was not merely cut short
      }
      byte[] damaged = stream.clone();
      damaged[at] ^= 0x10;
      Collected got = Collected.from(damaged);
      List<String> some = payloads(got);
      assertThat(whole).as("damaged at " + at).containsAll(some);
      assertThat(whole.size() - some.size()).as("damaged at " + at).isIn(0, 4, 12, 16);
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"OPUS, 1", "OPUS, 2", "VORBIS, 3", "VORBIS, 4", "FLAC, 5", "FLAC, 6"})
  void rightPagesOfRandomContentNeverFail(Codec codec, long seed) throws Exception {
    Random random = new Random(seed);
    byte[] stream = codec.headers(7);
    for (int i = 0; i < 300; i++) {
      stream = MemoryOutput.join(stream, randomPage(random));
    }
    Collected got = Collected.from(stream);
    long position = 0;
    for (int i = 0; i < got.packets.size(); i++) {
      assertThat(got.packets.get(i).sampleCount()).isBetween(0, 0xffff);
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

  /** Every seven bytes something begins that claims to be a page of 32 KB. */
  @Test
  void aFloodOfCapturePatternsCostsLittleAndHidesNoPageForLong() throws Exception {
    byte[] flood = new byte[7 << 20];
    for (int at = 0; at < flood.length; at += 7) {
      System.arraycopy(new byte[] {'O', 'g', 'g', 'S', 0, -1, -1}, 0, flood, at, 7);
    }
    byte[] stream = MemoryOutput.join(Codec.FLAC.link(7, 4, "TITLE=One"), flood);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(Collected.from(stream).packets).hasSize(16));
    byte[][] parts = new byte[40][];
    Arrays.setAll(parts, i -> i == 0 ? stream : Codec.FLAC.link(7 + i, 4, "TITLE=Two"));
    assertThat(Collected.from(MemoryOutput.join(parts)).packets).hasSizeGreaterThan(39 * 16);
  }
}
