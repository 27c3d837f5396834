package isr.format.flac;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Signals that try out an encoder: of ordinary kinds, and at the ends of what there is. */
enum TestSignals {
  SILENCE,
  CONSTANT,
  SINE,
  SINES_AND_NOISE,
  WHITE_NOISE,
  QUIET_NOISE,
  FULL_SCALE_SQUARE,
  ALTERNATING_EXTREMES,
  IMPULSES,
  RAMP,
  WASTED_BITS,
  OPPOSITE_CHANNELS,
  BURST_IN_SILENCE,
  RANDOM_WALK;

  /** One of them, by chance. */
  static TestSignals any(Random random) {
    List<TestSignals> all = List.of(values());
    return all.get(random.nextInt(all.size()));
  }

  /**
   * Samples by channel.
   *
   * @param bits of a sample
   */
  int[][] samples(int channels, int bits, int count, long seed) {
    Random random = new Random(seed);
    int[][] samples = new int[channels][count];
    for (int channel = 0; channel < channels; channel++) {
      fill(samples[channel], bits, channel, random);
    }
    return samples;
  }

  private void fill(int[] to, int bits, int channel, Random random) {
    int max = (1 << (bits - 1)) - 1;
    double frequency = 0.001 + random.nextDouble();
    int walk = 0;
    for (int i = 0; i < to.length; i++) {
      double sine = Math.sin(frequency * i + channel);
      int square = (i / 50 + channel) % 2 == 0 ? max : -max - 1;
      walk = clip(walk + (int) (random.nextGaussian() * max / 100), max);
      to[i] =
          switch (this) {
            case SILENCE -> 0;
            case CONSTANT -> -max / 3 - channel;
            case SINE -> (int) (max * sine);
            case SINES_AND_NOISE ->
                (int) (max * (0.6 * sine + 0.2 * Math.sin(i * 0.7) + 0.1 * random.nextDouble()));
            case WHITE_NOISE -> random.nextInt() >> (32 - bits);
            case QUIET_NOISE -> random.nextInt(7) - 3;
            case FULL_SCALE_SQUARE -> square;
            case ALTERNATING_EXTREMES -> i % 2 == 0 ? max : -max - 1;
            case IMPULSES -> random.nextInt(900) == 0 ? (random.nextBoolean() ? max : -max - 1) : 0;
            case RAMP -> clip((i * 37) % (2 * max) - max, max);
            case WASTED_BITS -> (random.nextInt() >> (32 - bits)) & (-1 << Math.min(bits - 2, 7));
            case OPPOSITE_CHANNELS -> channel % 2 == 0 ? max : -max - 1;
            case BURST_IN_SILENCE -> i / 700 % 3 == 1 ? random.nextInt() >> (32 - bits) : 0;
            case RANDOM_WALK -> walk;
          };
    }
    if (this == OPPOSITE_CHANNELS && to.length > 1) {
      to[to.length / 2] = ~to[to.length / 2];
    }
  }

  private static int clip(int value, int max) {
    return Math.max(-max - 1, Math.min(max, value));
  }

  /** The samples as files and cards have them: signed, little-endian, interleaved. */
  static byte[] interleaved(int[][] samples, int bits) {
    int bytes = bits / 8;
    byte[] pcm = new byte[samples.length * samples[0].length * bytes];
    int at = 0;
    for (int i = 0; i < samples[0].length; i++) {
      for (int[] channel : samples) {
        for (int b = 0; b < bytes; b++) {
          pcm[at++] = (byte) (channel[i] >> (8 * b));
        }
      }
    }
    return pcm;
  }

  /** A part of each channel. */
  static int[][] part(int[][] samples, int from, int to) {
    int[][] part = new int[samples.length][];
    for (int channel = 0; channel < samples.length; channel++) {
      part[channel] = Arrays.copyOfRange(samples[channel], from, to);
    }
    return part;
  }
}
