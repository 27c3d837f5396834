package isr.format.mpeg;

import static isr.format.mpeg.TestFrames.V1_L2;
import static isr.format.mpeg.TestFrames.V1_L3;
import static isr.format.mpeg.TestFrames.V1_L3_48K;
import static isr.format.mpeg.TestFrames.V2_L3_MONO;
import static isr.format.mpeg.TestFrames.frame;
import static isr.format.mpeg.TestFrames.frames;
import static isr.format.mpeg.TestFrames.join;
import static isr.format.mpeg.TestFrames.payloads;
import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Framer;
import isr.media.Packet;
import isr.media.Skip;
import isr.testing.CollectingSink;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MpegFramerTest {
  private static final byte[] FOREIGN = new byte[333];

  private static CollectingSink read(byte[] stream) throws Exception {
    return read(stream, stream.length + 1, new Random(0));
  }

  private static CollectingSink read(byte[] stream, int max, Random random) throws Exception {
    CollectingSink sink = new CollectingSink();
    Framer framer = new MpegFormat().framer(sink).orElseThrow();
    for (int at = 0; at < stream.length; ) {
      int count = Math.min(stream.length - at, 1 + random.nextInt(max));
      framer.push(ByteBuffer.wrap(stream, at, count));
      framer.release();
      at += count;
    }
    framer.end();
    return sink;
  }

  @Test
  void givesFramesOfEveryKind() throws Exception {
    for (int header : new int[] {V1_L3, V1_L3_48K, V2_L3_MONO, V1_L2, V1_L3 & ~0x1_0000}) {
      CollectingSink found = read(frames(header, 7));
      assertThat(payloads(found.packets())).containsExactly(frames(header, 7));
      assertThat(found.tracks()).containsExactly(MpegHeader.track(header));
      assertThat(found.packets().get(6).endPosition())
          .isEqualTo(7L * MpegHeader.sampleCount(header));
    }
  }

  @Test
  void keepsTheTrackWhenBitRateAndModeChange() throws Exception {
    byte[] stream =
        join(
            frames(V1_L3, 3),
            frames((V1_L3 & ~0xF000) | 0xB200, 3), // 192 kbit/s, padded
            frames((V1_L3 & ~0xF0) | 0x60, 3), // joint stereo by other means
            frames(V1_L3 & ~0xF0, 3)); // stereo
    CollectingSink found = read(stream);
    assertThat(found.packets()).hasSize(12);
    assertThat(found.tracks()).hasSize(1);
    assertThat(found.skips()).isEmpty();
  }

  @Test
  void beginsATrackWhenRateOrChannelsChange() throws Exception {
    byte[] stream = join(frames(V1_L3, 5), frames(V1_L3_48K, 5), frames(V1_L3_48K | 0xC0, 5));
    CollectingSink found = read(stream);
    assertThat(payloads(found.packets())).containsExactly(stream);
    assertThat(found.tracks())
        .containsExactly(
            MpegHeader.track(V1_L3),
            MpegHeader.track(V1_L3_48K),
            MpegHeader.track(V1_L3_48K | 0xC0));
    assertThat(found.packets()).filteredOn(packet -> packet.samplePosition() == 0).hasSize(3);
  }

  @Test
  void givesForeignXingFramesAsTheyArrived() throws Exception {
    byte[] info = InfoFrame.create(V1_L3, 576);
    byte[] stream = join(frames(V1_L3, 4), info, frames(V1_L3, 4));
    assertThat(payloads(read(stream).packets())).containsExactly(stream);
  }

  @Test
  void takesAFrameForWholeWhenTheReservoirGoesOnBehindForeignBytes() throws Exception {
    byte[] next = frame(V1_L3, 200, 7);
    byte[] stream =
        join(frames(V1_L3, 3), frame(V1_L3, 200, 6), FOREIGN, next, frame(V1_L3, 200, 8));
    CollectingSink found = read(join(stream, frames(V1_L3, 2)));
    assertThat(found.packets()).hasSize(8);
    assertThat(found.skips()).extracting(Skip::kind).containsExactly(Skip.Kind.FOREIGN);
    assertThat(found.skips().get(0).byteCount()).isEqualTo(FOREIGN.length);
  }

  @Test
  void takesAFrameForTornWhenTheReservoirBehindForeignBytesIsAnother() throws Exception {
    byte[] torn = Arrays.copyOf(frame(V1_L3, 200, 6), 300);
    byte[] tailOfAnother = Arrays.copyOfRange(frame(V1_L3, 9), 167, 417);
    byte[] other = join(frame(V1_L3, 411, 7), frame(V1_L3, 411, 8), frame(V1_L3, 411, 9));
    CollectingSink found = read(join(frames(V1_L3, 4), torn, tailOfAnother, other));
    assertThat(found.packets()).hasSize(7);
    assertThat(found.skips()).extracting(Skip::kind).containsExactly(Skip.Kind.DAMAGE);
    assertThat(found.skips().get(0).byteCount()).isEqualTo(550);
    assertThat(found.skips().get(0).lostSamples()).isEqualTo(1152);
  }

  @Test
  void hearsNothingInOtherFormats() throws Exception {
    byte[] layer1 = frames(V1_L3, 1);
    for (int header : new int[] {0xFFFF_9044, 0xFFFB_0044, 0xFFF1_5080}) {
      ByteBuffer.wrap(layer1).putInt(header);
      CollectingSink found = read(join(layer1, layer1, layer1, layer1));
      assertThat(found.packets()).isEmpty();
      assertThat(found.skips()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsTheSameInChunksOfAnySize(long seed) throws Exception {
    byte[] stream =
        join(
            FOREIGN,
            frames(V1_L3, 5),
            Arrays.copyOf(frame(V1_L3, 1), 100),
            frames(V1_L3_48K, 5),
            FOREIGN,
            frames(V2_L3_MONO, 5),
            Arrays.copyOf(frame(V2_L3_MONO, 1), 20));
    assertThat(read(stream, 1, new Random(seed)).events()).isEqualTo(read(stream).events());
    assertThat(read(stream, 600, new Random(seed)).events()).isEqualTo(read(stream).events());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsAllFramesBehindNoise(long seed) throws Exception {
    byte[] noise = new byte[100_000];
    new Random(seed).nextBytes(noise);
    CollectingSink found = read(join(noise, frames(V1_L3, 10)), 1400, new Random(seed));
    assertThat(found.packets()).hasSize(10);
    assertThat(found.packets()).extracting(Packet::byteCount).containsOnly(417);
  }
}
