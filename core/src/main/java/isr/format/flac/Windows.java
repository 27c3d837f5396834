package isr.format.flac;

import java.util.Arrays;

/**
 * The windows that a block is looked at through before a linear predictor is computed: tapered
 * cosine windows over all of it, over its halves, and over its thirds.
 */
final class Windows {
  /** The part of a window that is not flat. */
  private static final double TAPER = 0.5;

  /** Where each window begins and ends, in sixths of the block. */
  private static final int[][] PARTS = {{0, 6}, {0, 3}, {3, 6}, {0, 2}, {2, 4}, {4, 6}};

  private final double[][] whole;
  private final double[][] last;
  private final int blockSize;
  private int lastSize;

  /** For blocks of a size, and smaller ones now and then. */
  Windows(int count, int blockSize) {
    this.blockSize = blockSize;
    whole = new double[count][blockSize];
    last = new double[count][blockSize];
    fill(whole, blockSize);
  }

  /** The windows for a block; valid until those for another size are asked for. */
  double[][] of(int samples) {
    if (samples == blockSize) {
      return whole;
    }
    if (samples != lastSize) {
      fill(last, samples);
      lastSize = samples;
    }
    return last;
  }

  private static void fill(double[][] windows, int samples) {
    for (int i = 0; i < windows.length; i++) {
      int from = samples * PARTS[i][0] / 6;
      int to = samples * PARTS[i][1] / 6;
      Arrays.fill(windows[i], 0);
      taper(windows[i], from, to);
    }
  }

  private static void taper(double[] window, int from, int to) {
    int ramp = (int) ((to - from) * TAPER / 2);
    for (int i = from; i < to; i++) {
      int edge = Math.min(i - from, to - 1 - i);
      window[i] = edge >= ramp ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * (edge + 0.5) / ramp);
    }
  }
}
