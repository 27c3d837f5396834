package isr.format.flac;

/**
 * How the residual of a subframe is coded (RFC 9639, section 9.2.7): into how many partitions it is
 * divided, and with which parameter each of them is coded.
 *
 * <p>Partitions and parameters are chosen by the sums of the partitions, for which a code of
 * parameter k is taken to cost half a bit less than its mean tells, because of the bits that the
 * shift drops; the cost of what was chosen is then counted exactly.
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
  private long wholeBits;

  /**
   * Chooses the partitions of a residual.
   *
   * @param residual of less than 30 bits without sign, from the index of the order on
   * @param order of the predictor
   * @param count of samples in the block, more than the order
   * @return bits of the coded residual
   */
  long plan(int[] residual, int order, int count, int maxPartitionOrder) {
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
      wholeBits = bits;
      join(p);
    }
    return exactBits(residual, order, count);
  }

  /** About how many bits the residual would take in one partition. */
  long wholeBits() {
    return wholeBits;
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

  private static long bits(long sum, long samples, int parameter) {
    long dropped = (samples * ((1L << parameter) - 1)) >> 1;
    return samples * (parameter + 1) + (Math.max(0, sum - dropped) >> parameter);
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
    int largest = 0;
    long bits = 0;
    for (int i = 0; i < 1 << partitionOrder; i++) {
      int to = (i + 1) * size;
      int parameter = parameters[i];
      largest = Math.max(largest, parameter);
      bits += (long) (to - from) * (parameter + 1) + quotients(residual, from, to, parameter);
      from = to;
    }
    parameterBits = parameterBits(largest);
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
