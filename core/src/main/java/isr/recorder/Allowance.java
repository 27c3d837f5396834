package isr.recorder;

import java.time.Duration;

/** How often a stranger may make us write something: a few times at once, then once in a while. */
final class Allowance {
  private final int most;
  private final long refillNanos;
  private double left;
  private long lastNanos;

  /**
   * A full allowance.
   *
   * @param most at once
   * @param refill after which there is one more
   */
  Allowance(int most, Duration refill) {
    this.most = most;
    this.refillNanos = refill.toNanos();
    this.left = most;
  }

  /** Takes one if there is one. */
  boolean takes(long nowNanos) {
    double earned = (double) (nowNanos - lastNanos) / refillNanos;
    left = Math.min(most, left + Math.max(0, earned));
    lastNanos = nowNanos;
    boolean any = left >= 1;
    left -= any ? 1 : 0;
    return any;
  }
}
