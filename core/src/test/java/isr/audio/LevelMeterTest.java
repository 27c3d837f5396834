package isr.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LevelMeterTest {
  @ParameterizedTest
  @EnumSource(SampleFormat.class)
  void measuresEachChannelByItself(SampleFormat format) {
    LevelMeter meter = new LevelMeter(format, 3);
    double[] amplitudes = {0.5, 0, 0.001};
    meter.add(sines(format, 4800, amplitudes));
    List<Level> levels = meter.take();
    assertThat(levels.get(0).peakDbfs()).isCloseTo(-6.02, within(0.02));
    assertThat(levels.get(0).rmsDbfs()).isCloseTo(-9.03, within(0.02));
    assertThat(levels.get(1).isSilent()).isTrue();
    assertThat(levels.get(1).peakDbfs()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(levels.get(2).peakDbfs()).isCloseTo(-60, within(0.2));
    assertThat(levels).allSatisfy(level -> assertThat(level.clipped()).isZero());
  }

  @ParameterizedTest
  @EnumSource(SampleFormat.class)
  void countsSamplesAtFullScaleUpAndDown(SampleFormat format) {
    LevelMeter meter = new LevelMeter(format, 1);
    long most = (1L << (format.bits() - 1)) - 1;
    meter.add(pcm(format, most, most - 1, -most, -most - 1, 0));
    Level level = meter.take().get(0);
    assertThat(level.clipped()).isEqualTo(2);
    assertThat(level.peak()).isEqualTo(1.0);
  }

  @Test
  void addsUpUntilItIsTaken() {
    LevelMeter meter = new LevelMeter(SampleFormat.S16LE, 1);
    meter.add(pcm(SampleFormat.S16LE, 16_384, 0));
    meter.add(pcm(SampleFormat.S16LE, 0, -16_384));
    assertThat(meter.samples()).isEqualTo(4);
    Level level = meter.take().get(0);
    assertThat(level.peak()).isEqualTo(0.5);
    assertThat(level.rms()).isCloseTo(0.5 / Math.sqrt(2), within(1e-9));
    assertThat(meter.samples()).isZero();
    meter.add(pcm(SampleFormat.S16LE, 0));
    assertThat(meter.take().get(0).isSilent()).isTrue();
  }

  @Test
  void leavesTheBufferAsItIs() {
    ByteBuffer pcm = pcm(SampleFormat.S16LE, 1, 2, 3);
    pcm.position(2);
    LevelMeter meter = new LevelMeter(SampleFormat.S16LE, 1);
    meter.add(pcm);
    assertThat(pcm.position()).isEqualTo(2);
    assertThat(meter.samples()).isEqualTo(2);
  }

  private static ByteBuffer sines(SampleFormat format, int count, double[] amplitudes) {
    long[] values = new long[count * amplitudes.length];
    long full = 1L << (format.bits() - 1);
    for (int i = 0; i < values.length; i++) {
      int sample = i / amplitudes.length;
      double phase = 2 * Math.PI * sample / 48;
      values[i] = Math.round(full * amplitudes[i % amplitudes.length] * Math.sin(phase));
    }
    return pcm(format, values);
  }

  private static ByteBuffer pcm(SampleFormat format, long... values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * format.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      for (int i = 0; i < format.bytes(); i++) {
        out.put((byte) (value >> (8 * i)));
      }
    }
    return out.flip();
  }
}
