package isr.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RunMeterTest {
  private final RunMeter meter = new RunMeter();

  @Test
  void lowestHighestAndSquaresOfAnyRange() {
    Random random = new Random(1);
    for (int length = 1; length < 70; length++) {
      float[] samples = new float[80];
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      double squares = 0;
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (random.nextFloat() - 0.5f) * (length % 3 == 0 ? -1 : 2);
        if (i >= 5 && i < 5 + length) {
          low = Math.min(low, samples[i]);
          high = Math.max(high, samples[i]);
          squares += (double) samples[i] * samples[i];
        }
      }
      meter.measure(samples, 5, 5 + length);
      assertThat(meter.low()).isEqualTo(low);
      assertThat(meter.high()).isEqualTo(high);
      assertThat((double) meter.squares()).isCloseTo(squares, within(1e-4));
    }
  }

  @Test
  void rangesOfOneSignOfSilenceAndOfWhatIsNoNumber() {
    meter.measure(new float[] {-0.25f, -0.5f}, 0, 2);
    assertThat(meter.low()).isEqualTo(-0.5f);
    assertThat(meter.high()).isEqualTo(-0.25f);
    meter.measure(new float[] {0f, -0f, 0f}, 0, 3);
    assertThat(meter.low()).isZero();
    assertThat(meter.high()).isZero();
    meter.measure(new float[] {0.5f, Float.NaN, -0.125f, Float.intBitsToFloat(-1)}, 0, 4);
    assertThat(meter.low()).isEqualTo(-0.125f);
    assertThat(meter.high()).isEqualTo(0.5f);
    assertThat(meter.squares()).isNaN();
    meter.measure(new float[] {Float.NEGATIVE_INFINITY, 1}, 0, 2);
    assertThat(meter.low()).isEqualTo(Float.NEGATIVE_INFINITY);
    meter.measure(new float[] {1}, 1, 1);
    assertThat(meter.low()).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(meter.high()).isEqualTo(Float.NEGATIVE_INFINITY);
  }
}
