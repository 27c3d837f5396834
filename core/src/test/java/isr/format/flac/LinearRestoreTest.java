package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRestoreTest {
  /** As the RFC says it, sample by sample. */
  private static long[] plainly(long[] residuals, int order, int[] weights, int shift) {
    long[] samples = residuals.clone();
    for (int i = order; i < samples.length; i++) {
      long sum = 0;
      for (int j = 0; j < order; j++) {
        sum += (long) weights[j] * samples[i - 1 - j];
      }
      samples[i] += sum >> shift;
    }
    return samples;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 9, 12, 13, 33, 200})
  void everyOrderInBlocksOfAnyLength(int count) {
    Random random = new Random(count);
    for (int order = 0; order <= Math.min(32, count); order++) {
      int[] weights = random.ints(32, -16_384, 16_384).toArray();
      long[] samples = random.longs(count, -1L << 32, 1L << 32).toArray();
      int shift = random.nextInt(16);
      long[] expected = plainly(samples, order, weights, shift);
      LinearRestore.restore(samples, count, order, weights, shift);
      assertThat(samples).as("order %d", order).isEqualTo(expected);
    }
  }
}
