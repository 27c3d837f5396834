package isr.webrtc.rtp;

/**
 * Makes a number that starts again at zero one that does not: each value is taken as the one
 * nearest to the last (RFC 3550, appendix A.1). The first value is put one wrap above zero, so that
 * earlier ones stay positive.
 */
final class WrappingCounter {
  private final int bits;
  private boolean started;
  private long last;

  /** Of a number with so many bits, 16 or 32. */
  WrappingCounter(int bits) {
    this.bits = bits;
  }

  /** The value without wraps, which the next one is compared with. */
  long extend(long value) {
    if (!started) {
      started = true;
      last = value + (1L << bits);
    } else {
      int unused = Long.SIZE - bits;
      last += (value - last) << unused >> unused;
    }
    return last;
  }
}
