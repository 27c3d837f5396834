package isr.format.flac;

/**
 * Codes one channel of a block (RFC 9639, section 9.2): finds the subframe that takes the fewest
 * bits, and writes it. Its memory is made once.
 */
final class SubframeEncoder {
  private static final int HEADER_BITS = 8;
  private static final int CONSTANT = 0;
  private static final int VERBATIM = 1;
  private static final int FIXED = 8;
  private static final int LINEAR = 32;

  private static final int PRECISION_BITS = 4;
  private static final int SHIFT_BITS = 5;

  /** A linear predictor needs some samples to show what it is worth. */
  private static final int MIN_LINEAR_SAMPLES = 64;

  private final FlacLevel.Effort effort;
  private final Windows windows;
  private final LinearPredictor analysis;
  private final FixedPredictor fixed = new FixedPredictor();

  /** The samples without wasted bits, after {@link LinearPredictor#LEAD} zeros. */
  private final int[] signal;

  private Candidate best;
  private Candidate tried;
  private int count;
  private int bits;
  private int wasted;
  private int magnitudeBits;

  /** A way to code the block. */
  private static final class Candidate {
    final RiceCoder rice = new RiceCoder();
    final LinearPredictor.Found predictor = new LinearPredictor.Found();
    final int[] residual;
    int type;
    int order;
    long bits;

    Candidate(int maxBlockSize) {
      residual = new int[maxBlockSize];
    }
  }

  SubframeEncoder(FlacLevel.Effort effort, Windows windows, int maxBlockSize) {
    this.effort = effort;
    this.windows = windows;
    analysis = new LinearPredictor(maxBlockSize);
    signal = new int[LinearPredictor.LEAD + maxBlockSize];
    best = new Candidate(maxBlockSize);
    tried = new Candidate(maxBlockSize);
  }

  /**
   * Finds the subframe for a channel.
   *
   * @param sampleBits of a sample, at most 25
   * @return about how many bits {@link #write} will write; no more than the samples have
   */
  long plan(int[] samples, int sampleCount, int sampleBits) {
    count = sampleCount;
    bits = sampleBits;
    look(samples);
    if (best.type == CONSTANT) {
      best.bits = bits;
    } else {
      best.bits = (long) bits * count;
      if (count > FixedPredictor.MAX_ORDER) {
        predict();
      }
    }
    return HEADER_BITS + wasted + best.bits;
  }

  /** Takes the samples, without the low bits that are zero in all of them (section 9.2.2). */
  private void look(int[] samples) {
    int any = 0;
    int changes = 0;
    int magnitudes = 0;
    int first = samples[0];
    for (int i = 0; i < count; i++) {
      int sample = samples[i];
      any |= sample;
      changes |= sample ^ first;
      magnitudes |= sample ^ sample >> 31;
    }
    boolean constant = changes == 0;
    wasted = constant ? 0 : Integer.numberOfTrailingZeros(any);
    bits -= wasted;
    magnitudeBits = 32 - Integer.numberOfLeadingZeros(magnitudes) - wasted;
    shift(samples, constant ? 1 : count);
    best.type = constant ? CONSTANT : VERBATIM;
  }

  private void shift(int[] samples, int length) {
    int[] to = signal;
    int by = wasted;
    for (int i = 0; i < length; i++) {
      to[LinearPredictor.LEAD + i] = samples[i] >> by;
    }
  }

  private void predict() {
    if (effort.maxOrder() > 0 && count >= MIN_LINEAR_SAMPLES) {
      for (double[] window : windows.of(count)) {
        tryLinear(window);
      }
    }
    if (best.type == VERBATIM || fixed.estimate(signal, LinearPredictor.LEAD, count) < best.bits) {
      tryFixed();
    }
  }

  private void tryLinear(double[] window) {
    Candidate candidate = tried;
    LinearPredictor.Found found = candidate.predictor;
    if (analysis.find(signal, count, window, effort.maxOrder(), bits, found)
        && LinearResidual.compute(signal, count, magnitudeBits, found, candidate.residual)) {
      candidate.type = LINEAR;
      long head = PRECISION_BITS + SHIFT_BITS + (long) found.order * found.precision;
      plan(candidate, found.order, head);
    }
  }

  private void tryFixed() {
    int order = fixed.best(signal, LinearPredictor.LEAD, count);
    Candidate candidate = tried;
    FixedPredictor.residual(signal, LinearPredictor.LEAD, count, order, candidate.residual);
    candidate.type = FIXED;
    plan(candidate, order, 0);
  }

  private void plan(Candidate candidate, int order, long headBits) {
    candidate.order = order;
    long head = headBits + (long) order * bits;
    long limit = (long) count * bits - head;
    int partitions = effort.maxPartitionOrder();
    candidate.bits =
        head + candidate.rice.plan(candidate.residual, order, count, partitions, limit);
    if (candidate.bits < best.bits) {
      tried = best;
      best = candidate;
    }
  }

  /** Writes the subframe that was found last. */
  void write(FrameWriter out) {
    Candidate chosen = best;
    writeHeader(out, chosen);
    if (chosen.type == CONSTANT) {
      out.writeSigned(signal[LinearPredictor.LEAD], bits);
      return;
    }
    int plain = chosen.type == VERBATIM ? count : chosen.order;
    out.writeSigned(signal, LinearPredictor.LEAD, LinearPredictor.LEAD + plain, bits);
    if (chosen.type == LINEAR) {
      writePredictor(out, chosen.predictor);
    }
    if (chosen.type != VERBATIM) {
      chosen.rice.write(out, chosen.residual, chosen.order, count);
    }
  }

  private void writeHeader(FrameWriter out, Candidate chosen) {
    int orderBits =
        switch (chosen.type) {
          case FIXED -> chosen.order;
          case LINEAR -> chosen.order - 1;
          default -> 0;
        };
    out.write((chosen.type + orderBits) << 1 | (wasted > 0 ? 1 : 0), HEADER_BITS);
    if (wasted > 0) {
      out.writeUnary(wasted - 1);
    }
  }

  private static void writePredictor(FrameWriter out, LinearPredictor.Found predictor) {
    out.write(predictor.precision - 1L, PRECISION_BITS);
    out.write(predictor.shift, SHIFT_BITS);
    out.writeSigned(predictor.coefficients, 0, predictor.order, predictor.precision);
  }
}
