package isr.capture.tone;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes a sine on each channel; a sample depends on its position alone. */
final class ToneGenerator {
  private final ToneSpec spec;
  private final double peak;

  ToneGenerator(ToneSpec spec) {
    this.spec = spec;
    long fullScale = (1L << (spec.sampleFormat().bits() - 1)) - 1;
    this.peak = fullScale * Math.pow(10, spec.levelDbfs() / 20);
  }

  /** The samples from a position on, channels interleaved. */
  ByteBuffer samples(long position, int count) {
    int bytes = count * spec.channels() * spec.sampleFormat().bytes();
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      for (int channel = 0; channel < spec.channels(); channel++) {
        put(out, sample(position + i, channel));
      }
    }
    return out.flip();
  }

  /** The phase is taken from the position within a second, so that it stays exact for months. */
  private int sample(long position, int channel) {
    double frequencyHz = Math.min(spec.frequencyHz() * (1 << channel), spec.sampleRateHz() / 2.0);
    long second = position / spec.sampleRateHz();
    double within = (double) (position % spec.sampleRateHz()) / spec.sampleRateHz();
    double cycles = frequencyHz * within + (frequencyHz % 1) * second;
    return (int) Math.round(peak * Math.sin(2 * Math.PI * (cycles % 1)));
  }

  private void put(ByteBuffer out, int sample) {
    switch (spec.sampleFormat()) {
      case S16LE -> out.putShort((short) sample);
      case S24LE -> out.putShort((short) sample).put((byte) (sample >> 16));
      case S32LE -> out.putInt(sample);
    }
  }
}
