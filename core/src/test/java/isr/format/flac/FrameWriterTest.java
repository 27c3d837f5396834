package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written here, the reader of frames reads. */
class FrameWriterTest {
  private final byte[] bytes = new byte[1 << 16];
  private final FrameWriter out = new FrameWriter(bytes);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void numbersOfAllLengthsComeBack(long seed) {
    Random random = new Random(seed);
    out.begin(3);
    for (int i = 0; i < 3000; i++) {
      int count = random.nextInt(57);
      out.write(random.nextLong() & ((1L << count) - 1), count);
    }
    FrameBits in = new FrameBits(bytes, 3, out.end());
    random.setSeed(seed);
    for (int i = 0; i < 3000; i++) {
      int count = random.nextInt(57);
      assertThat(in.read(count)).isEqualTo(random.nextLong() & ((1L << count) - 1));
    }
    assertThat(in.skipToByte()).isTrue();
    assertThat(in.overrun()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 14, 15, 25, 30})
  void riceCodesComeBackHoweverLong(int parameter) {
    Random random = new Random(parameter);
    int[] values = new int[600];
    for (int i = 0; i < values.length; i++) {
      int quotientBits = random.nextInt(Math.min(9, 30 - parameter + 1));
      values[i] = random.nextInt() >> Math.min(31, Math.max(2, 32 - parameter - quotientBits));
    }
    out.begin(0);
    out.write(5, 3);
    out.writeRice(values, 0, values.length, parameter);
    FrameBits in = new FrameBits(bytes, 0, out.end());
    assertThat(in.read(3)).isEqualTo(5);
    for (int value : values) {
      assertThat(in.readRice(parameter)).isEqualTo(value);
    }
  }

  @Test
  void unaryNumbersComeBackHoweverLong() {
    out.begin(0);
    for (int zeros = 0; zeros < 200; zeros++) {
      out.writeUnary(zeros);
    }
    FrameBits in = new FrameBits(bytes, 0, out.end());
    for (int zeros = 0; zeros < 200; zeros++) {
      assertThat(in.readUnary()).isEqualTo(zeros);
    }
  }

  @Test
  void negativeNumbersComeBack() {
    int[] values = {-1, 0, 1, -(1 << 24), (1 << 24) - 1};
    out.begin(0);
    out.writeSigned(values, 0, values.length, 25);
    FrameBits in = new FrameBits(bytes, 0, out.end());
    for (int value : values) {
      assertThat(in.readSigned(25)).isEqualTo(value);
    }
  }
}
