package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusPacketTest {
  @ParameterizedTest(name = "config {0}: {1} samples")
  @CsvSource({
    "0, 480", "1, 960", "2, 1920", "3, 2880", "7, 2880", "8, 480", "11, 2880", "12, 480", "13, 960",
    "14, 480", "15, 960", "16, 120", "17, 240", "18, 480", "19, 960", "23, 960", "24, 120",
        "28, 120",
    "29, 240", "30, 480", "31, 960"
  })
  void aFrameLastsWhatTheTableSays(int config, int samples) {
    assertThat(samples(config << 3)).isEqualTo(samples);
    assertThat(samples(config << 3 | 4)).isEqualTo(samples);
    assertThat(samples(config << 3 | 1, 0, 0)).isEqualTo(2 * samples);
    assertThat(samples(config << 3 | 2, 0)).isEqualTo(2 * samples);
  }

  @Test
  void countsTheFramesOfCode3() {
    assertThat(samples(31 << 3 | 3, 6)).isEqualTo(5760);
    assertThat(samples(16 << 3 | 3, 48)).isEqualTo(5760);
    assertThat(samples(16 << 3 | 3, 0xc0 | 5)).isEqualTo(600);
  }

  @Test
  void moreThan120MsIsIllegal() {
    assertThat(samples(31 << 3 | 3, 7)).isNegative();
    assertThat(samples(16 << 3 | 3, 49)).isNegative();
    assertThat(samples(3 << 3 | 3, 3)).isNegative();
  }

  @Test
  void noFramesAndNoBytesAreIllegal() {
    assertThat(samples(31 << 3 | 3, 0)).isNegative();
    assertThat(samples(31 << 3 | 3)).isNegative();
    assertThat(samples()).isNegative();
  }

  @Test
  void theCheckerSeesFramesThatDoNotFillTheirPacket() {
    assertThat(OpusPacketCheck.fault(packet(0xfc, 1, 2, 3), 1)).isEmpty();
    assertThat(OpusPacketCheck.fault(packet(0xfd, 1, 2), 1)).isEmpty();
    assertThat(OpusPacketCheck.fault(packet(0xfd, 1, 2, 3), 1)).isPresent();
    assertThat(OpusPacketCheck.fault(packet(0xfe, 1, 2, 3), 1)).isEmpty();
    assertThat(OpusPacketCheck.fault(packet(0xfe, 9, 2, 3), 1)).isPresent();
    assertThat(OpusPacketCheck.fault(packet(0xff, 3, 1, 2, 3), 1)).isEmpty();
    assertThat(OpusPacketCheck.fault(packet(0xff, 3, 1, 2), 1)).isPresent();
    assertThat(OpusPacketCheck.fault(packet(0xff, 0x43, 1, 1, 2, 3, 0), 1)).isEmpty();
    assertThat(OpusPacketCheck.fault(packet(0xff, 0x43, 9, 1, 2, 3), 1)).isPresent();
    assertThat(OpusPacketCheck.fault(packet(0xff, 0x83, 1, 2, 1, 2, 2, 3), 1)).isEmpty();
    assertThat(OpusPacketCheck.fault(packet(0xff, 0x83, 1, 9, 1, 2, 2, 3), 1)).isPresent();
  }

  @Test
  void theCheckerGoesThroughAllStreams() {
    assertThat(OpusPacketCheck.fault(packet(0xfc, 2, 1, 1, 0xf8, 5), 2)).isEmpty();
    assertThat(OpusPacketCheck.fault(packet(0xfc, 2, 1, 1, 0xf0, 5), 2)).isPresent();
    assertThat(OpusPacketCheck.fault(packet(0xfc, 9, 1, 1, 0xf8, 5), 2)).isPresent();
  }

  @Test
  void theCheckerSurvivesAnyBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertThat(OpusPacketCheck.fault(ByteBuffer.wrap(bytes), 1 + random.nextInt(4))).isNotNull();
    }
  }

  private static int samples(int... bytes) {
    return OpusPacket.samples(packet(bytes));
  }

  private static ByteBuffer packet(int... bytes) {
    ByteBuffer packet = ByteBuffer.allocate(bytes.length + 1).put((byte) 0x55);
    for (int b : bytes) {
      packet.put((byte) b);
    }
    return packet.flip().position(1);
  }
}
