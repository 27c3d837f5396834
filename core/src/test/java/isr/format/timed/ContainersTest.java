package isr.format.timed;

import static isr.format.webm.TestWebm.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.format.mp4.Mp4Framer;
import isr.format.mp4.TestMp4;
import isr.format.webm.TestWebm;
import isr.format.webm.WebmFramer;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.UnsupportedMediaException;
import isr.testing.CollectingSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for both containers, whatever is done to a stream. */
class ContainersTest {
  private static final int SAMPLES = 960;

  enum Container {
    WEBM(TestWebm.head().length, 0),
    MP4(TestMp4.head().length, 5);

    private final int headBytes;

    /** Packets that may be wrong behind a hole that nobody tells of. */
    private final int mostTorn;

    Container(int headBytes, int mostTorn) {
      this.headBytes = headBytes;
      this.mostTorn = mostTorn;
    }

    ContainerFramer framer(FramerSink sink) {
      return this == WEBM ? new WebmFramer(sink) : new Mp4Framer(sink);
    }

    /** A head and Clusters or fragments of 10 packets. */
    byte[] stream(int parts) {
      return this == WEBM ? TestWebm.stream(parts) : TestMp4.stream(parts);
    }

    /** The head and the first packets: what comes before them nobody knows of. */
    int firstBytes() {
      return stream(1).length;
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameInChunksOfEverySize(Container container) throws Exception {
    byte[] stream = container.stream(4);
    List<String> atOnce = Read.all(container::framer, stream, stream.length).events();
    assertThat(atOnce).hasSize(1 + 40);
    for (int pushed = 1; pushed < 1200; pushed += pushed < 300 ? 1 : 37) {
      CollectingSink found = Read.all(container::framer, stream, pushed);
      assertThat(found.events()).as("chunks of %d", pushed).isEqualTo(atOnce);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesThePacketsThatAreThere(Container container) throws Exception {
    CollectingSink found = Read.all(container::framer, container.stream(4), 1000);
    assertThat(Read.payloads(found)).isEqualTo(payloads(0, 40));
    assertThat(found.packets())
        .extracting(Packet::samplePosition)
        .containsExactlyElementsOf(positions(40));
    assertThat(found.packets()).extracting(Packet::sampleCount).containsOnly(SAMPLES);
    assertThat(found.skips()).isEmpty();
  }

  /** All but the last one, which waits for what follows it. */
  @ParameterizedTest
  @EnumSource
  void givesPacketsAsTheyCome(Container container) throws Exception {
    CollectingSink sink = new CollectingSink();
    ContainerFramer framer = container.framer(sink);
    framer.push(ByteBuffer.wrap(container.stream(4)));
    assertThat(sink.packets()).hasSize(39);
    framer.end();
    assertThat(sink.packets()).hasSize(40);
  }

  @ParameterizedTest
  @EnumSource
  void aLostChunkIsTold(Container container) throws Exception {
    byte[] stream = container.stream(8);
    List<ByteBuffer> all = payloads(0, 80);
    for (int length : List.of(1, 50, 333, 700, 1500, 2222)) {
      for (int from = container.firstBytes(); from + length < stream.length; from += 61) {
        CollectingSink found =
            Read.all(container::framer, without(stream, from, from + length), 400);
        String hole = "%d bytes from %d".formatted(length, from);
        int torn = 0;
        for (Packet packet : found.packets()) {
          torn += all.contains(packet.payload()) ? 0 : 1;
        }
        assertThat(found.skips()).as(hole).isNotEmpty();
        assertThat(found.packets().size()).as(hole).isGreaterThan(80 - 2 * 10 - length / 90);
        boolean regained = from + length < stream.length - 3000;
        assertThat(torn).as(hole).isLessThanOrEqualTo(container.mostTorn + (regained ? 0 : 1));
        if (regained) {
          Packet last = found.packets().get(found.packets().size() - 1);
          assertThat(last.payload()).as(hole).isEqualTo(all.get(79));
          assertThat(last.samplePosition()).as(hole).isEqualTo(79L * SAMPLES);
        }
      }
    }
  }

  /** Told by the caller, a hole costs the packets up to the next Cluster or fragment, no others. */
  @ParameterizedTest
  @EnumSource
  void aHoleThatIsKnownEndsThePacketBeforeIt(Container container) throws Exception {
    byte[] stream = container.stream(4);
    List<ByteBuffer> all = payloads(0, 40);
    for (int from = container.firstBytes(); from < stream.length - 1500; from += 17) {
      CollectingSink sink = new CollectingSink();
      ContainerFramer framer = container.framer(sink);
      Read.push(framer, Arrays.copyOf(stream, from), 300);
      framer.bytesMissing();
      Read.push(framer, Arrays.copyOfRange(stream, from + 100, stream.length), 300);
      framer.end();
      assertThat(all).as("from %d", from).containsAll(Read.payloads(sink));
      assertThat(sink.packets()).as("from %d", from).hasSizeGreaterThanOrEqualTo(28);
      assertThat(sink.packets().get(sink.packets().size() - 1).samplePosition())
          .as("from %d", from)
          .isEqualTo(39L * SAMPLES);
      assertThat(sink.skips()).extracting(Skip::kind).containsOnly(Skip.Kind.DAMAGE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMissingBetweenWholePartsIsToldInSamples(Container container) throws Exception {
    byte[] head = Arrays.copyOf(container.stream(1), container.headBytes);
    byte[] two = container.stream(2);
    byte[] five = container.stream(5);
    byte[] four = container.stream(4);
    byte[] first = Arrays.copyOfRange(two, head.length, two.length);
    byte[] last = Arrays.copyOfRange(five, four.length, five.length);
    CollectingSink found = Read.all(container::framer, join(head, first, last), 1000);
    assertThat(found.skips()).hasSize(1);
    assertThat(found.skips().get(0).kind()).isEqualTo(Skip.Kind.DAMAGE);
    assertThat(found.skips().get(0).lostSamples()).isEqualTo(20L * SAMPLES);
    assertThat(found.packets()).hasSize(30);
    assertThat(found.packets().get(20).samplePosition()).isEqualTo(40L * SAMPLES);
  }

  @ParameterizedTest
  @EnumSource
  void anyByteMayBeDamaged(Container container) throws Exception {
    byte[] stream = container.stream(5);
    for (int at = container.headBytes; at < stream.length; at += 1 + at % 3) {
      for (int value : new int[] {0, 0xFF, stream[at] ^ 0x10}) {
        byte[] damaged = stream.clone();
        damaged[at] = (byte) value;
        CollectingSink found = Read.all(container::framer, damaged, 1000);
        assertThat(found.packets().size()).as("at %d", at).isGreaterThanOrEqualTo(50 - 21);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAnywhere(Container container) throws Exception {
    byte[] stream = container.stream(2);
    List<ByteBuffer> all = payloads(0, 20);
    for (int length = 1; length <= stream.length; length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      if (length < container.headBytes) {
        assertThatThrownBy(() -> Read.all(container::framer, cut, 1000))
            .isInstanceOf(MalformedMediaException.class);
      } else {
        CollectingSink found = Read.all(container::framer, cut, 1000);
        assertThat(Read.payloads(found)).isEqualTo(all.subList(0, found.packets().size()));
      }
    }
    assertThat(Read.all(container::framer, new byte[0], 1).events()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anotherStreamMayFollow(Container container) throws Exception {
    byte[] stream = container.stream(2);
    CollectingSink found = Read.all(container::framer, join(stream, stream), 700);
    assertThat(found.tracks()).hasSize(2);
    assertThat(found.packets()).hasSize(40);
    assertThat(found.packets().get(20).samplePosition()).isZero();
    assertThat(found.skips()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void bytesBeforeTheHeadersAreNoLoss(Container container) throws Exception {
    byte[] junk = new byte[5000];
    new Random(1).nextBytes(junk);
    CollectingSink found = Read.all(container::framer, join(junk, container.stream(1)), 700);
    assertThat(found.packets()).hasSize(10);
    assertThat(found.skips()).hasSize(1);
    assertThat(found.skips().get(0).kind()).isEqualTo(Skip.Kind.JOIN);
    assertThat(found.skips().get(0).byteCount()).isEqualTo(5000);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatDoesNotBegin(Container container) {
    byte[] page = "<!doctype html>".repeat(6000).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Read.all(container::framer, page, 1000))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining("begins in the first 65536 bytes");
    assertThatThrownBy(() -> Read.all(container::framer, Arrays.copyOf(page, 90), 10))
        .isInstanceOf(MalformedMediaException.class);
  }

  @ParameterizedTest
  @EnumSource
  void keepsLittleOfEndlessGarbage(Container container) throws Exception {
    CollectingSink sink = new CollectingSink();
    ContainerFramer framer = container.framer(sink);
    framer.push(ByteBuffer.wrap(container.stream(1)));
    byte[] garbage = new byte[8000];
    Random random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      random.nextBytes(garbage);
      framer.push(ByteBuffer.wrap(garbage));
      framer.release();
      assertThat(framer.in.array().length).isLessThan(3 << 20);
    }
    framer.push(ByteBuffer.wrap(container.stream(2)));
    framer.end();
    assertThat(sink.packets()).hasSizeGreaterThanOrEqualTo(9 + 20);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void survivesMangledStreams(Container container) throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] stream = container.stream(6);
      for (int i = random.nextInt(30); i >= 0; i--) {
        stream[random.nextInt(stream.length)] = (byte) random.nextInt();
      }
      try {
        Read.all(container::framer, stream, 1 + random.nextInt(900));
      } catch (MalformedMediaException | UnsupportedMediaException | MediaLimitException e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
      }
    }
  }

  @Test
  void theOneIsNotTheOther() {
    assertThatThrownBy(() -> Read.all(WebmFramer::new, TestMp4.stream(2), 500))
        .isInstanceOf(MalformedMediaException.class);
    assertThatThrownBy(() -> Read.all(Mp4Framer::new, TestWebm.stream(2), 500))
        .isInstanceOf(MalformedMediaException.class);
  }

  private static byte[] without(byte[] stream, int from, int to) {
    return join(Arrays.copyOf(stream, from), Arrays.copyOfRange(stream, to, stream.length));
  }

  private static List<ByteBuffer> payloads(int first, int count) {
    List<ByteBuffer> payloads = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      payloads.add(ByteBuffer.wrap(TestWebm.packet(i)));
    }
    return payloads;
  }

  private static List<Long> positions(int count) {
    List<Long> positions = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      positions.add(i * SAMPLES);
    }
    return positions;
  }
}
