package isr.format.flac;

/**
 * How the residual of a subframe is coded (RFC 9639, section 9.2.7): into how many partitions it is
 * divided, and with which parameter each of them is coded.
 *
 * <p>Partitions and parameters are chosen by the sums of the partitions alone.
 */
final class RiceCoder {
  /** The most that a subset stream may have (RFC 9639, section 7). */
  static final int MAX_PARTITION_ORDER = 8;

  private static final int METHOD_BITS = 2;
  private static final int PARTITION_ORDER_BITS = 4;

  /** The largest parameter of method 0, whose parameters have four bits; 15 is an escape. */
  private static final int MAX_SHORT_PARAMETER = 14;

  private static final int MAX_PARAMETER = 30;

  private final long[] sums = new long[1 << MAX_PARTITION_ORDER];
  private int[] parameters = new int[1 << MAX_PARTITION_ORDER];
  private int[] tried = new int[1 << MAX_PARTITION_ORDER];
  private int partitionOrder;
  private int parameterBits;

  /**
   * Chooses the partitions of a residual.
   *
   * @param residual of less than 30 bits without sign, from the index of the order on
   * @param order of the predictor
   * @param count of samples in the block, more than the order
   * @param limit bits that are too many
   * @return about how many bits the coded residual has; at least the limit when it has as many
   */
  long plan(int[] residual, int order, int count, int maxPartitionOrder, long limit) {
    int finest = finest(order, count, maxPartitionOrder);
    sum(residual, order, count, finest);
    long best = Long.MAX_VALUE;
    for (int p = finest; p >= 0; p--) {
      long bits = choose(p, order, count);
      if (bits < best) {
        best = bits;
        partitionOrder = p;
        int[] other = parameters;
        parameters = tried;
        tried = other;
      }
      join(p);
    }
    parameterBits = parameterBits(largest());
    long bits = METHOD_BITS + PARTITION_ORDER_BITS + best;
    boolean safe = bits + 2L * count < limit; // it is less than half a bit a sample off
    return safe ? bits : exactBits(residual, order, count);
  }

  private int largest() {
    int largest = 0;
    for (int i = 0; i < 1 << partitionOrder; i++) {
      largest = Math.max(largest, parameters[i]);
    }
    return largest;
  }

  /** Partitions are of one size, and hold more samples than a predictor needs to begin. */
  private static int finest(int order, int count, int most) {
    int p = Math.min(most, Integer.numberOfTrailingZeros(count));
    while (p > 0 && count >> p <= order) {
      p--;
    }
    return p;
  }

  private void sum(int[] residual, int order, int count, int p) {
    int size = count >> p;
    int from = order;
    for (int i = 0; i < 1 << p; i++) {
      int to = (i + 1) * size;
      sums[i] = sum(residual, from, to);
      from = to;
    }
  }

  private static long sum(int[] residual, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += FrameWriter.folded(residual[i]);
    }
    return sum;
  }

  /** Makes the sums of two partitions one. */
  private void join(int p) {
    for (int i = 0; i < 1 << p >> 1; i++) {
      sums[i] = sums[2 * i] + sums[2 * i + 1];
    }
  }

  /** Finds the parameters for partitions of an order; about how many bits they lead to. */
  private long choose(int p, int order, int count) {
    int size = count >> p;
    long bits = 0;
    int largest = 0;
    for (int i = 0; i < 1 << p; i++) {
      int samples = i == 0 ? size - order : size;
      int parameter = parameter(sums[i], samples);
      tried[i] = parameter;
      largest = Math.max(largest, parameter);
      bits += bits(sums[i], samples, parameter);
    }
    return bits + ((long) parameterBits(largest) << p);
  }

  private static int parameterBits(int parameter) {
    return parameter > MAX_SHORT_PARAMETER ? 5 : 4;
  }

  /** A step up saves what it costs, one bit a sample, as long as the mean is above 2 × 2^k. */
  private static int parameter(long sum, int samples) {
    long mean = (sum + (samples >> 1)) / samples;
    return Math.min(MAX_PARAMETER, Math.max(0, 63 - Long.numberOfLeadingZeros(mean | 1)));
  }

  /**
   * About how many bits numbers of that sum take. With r for 2^k over the mean, and numbers that
   * are the rarer the larger they are, the mean quotient is 1 / (e^r - 1), or nearly 1/r - 1/2 +
   * r/12.
   */
  private static long bits(long sum, long samples, int parameter) {
    if (parameter == 0) {
      return samples + sum;
    }
    long middle = sum + (samples >> 1); // numbers lie half a unit above where they were cut to
    long rare = ((samples * samples) << parameter) / (12 * middle);
    return samples * (parameter + 1) + Math.max(0, (middle >> parameter) - (samples >> 1) + rare);
  }

  /**
   * About how many bits numbers take in one partition.
   *
   * @param magnitudes the sum of the numbers without their signs
   */
  static long estimate(long magnitudes, int samples) {
    long sum = 2 * magnitudes;
    return bits(sum, samples, parameter(sum, samples));
  }

  private long exactBits(int[] residual, int order, int count) {
    int size = count >> partitionOrder;
    int from = order;
    long bits = 0;
    for (int i = 0; i < 1 << partitionOrder; i++) {
      int to = (i + 1) * size;
      int parameter = parameters[i];
      bits += (long) (to - from) * (parameter + 1) + quotients(residual, from, to, parameter);
      from = to;
    }
    return METHOD_BITS + PARTITION_ORDER_BITS + ((long) parameterBits << partitionOrder) + bits;
  }

  private static long quotients(int[] residual, int from, int to, int parameter) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += FrameWriter.folded(residual[i]) >>> parameter;
    }
    return sum;
  }

  /** Writes the residual that was planned last. */
  void write(FrameWriter out, int[] residual, int order, int count) {
    out.write(parameterBits - 4L, METHOD_BITS);
    out.write(partitionOrder, PARTITION_ORDER_BITS);
    int size = count >> partitionOrder;
    int from = order;
    for (int i = 0; i < 1 << partitionOrder; i++) {
      int to = (i + 1) * size;
      out.write(parameters[i], parameterBits);
      out.writeRice(residual, from, to, parameters[i]);
      from = to;
    }
  }
}
