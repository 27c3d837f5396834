package isr.recorder;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how long to wait before connecting again.
 *
 * <p>The wait doubles with each consecutive failure, up to {@link #CAP} (or the configured delay,
 * where that is longer), and is spread by a fifth either way so that many sources do not come back
 * at once. Only {@link #HEALTHY} of audio makes the count begin anew.
 *
 * @param maxRetries consecutive failures after which the source gives up; 0 means never
 * @param delay the first wait
 */
public record RetryPolicy(int maxRetries, Duration delay) {
  /** The longest wait. */
  public static final Duration CAP = Duration.ofMinutes(2);

  /** So much audio after a failure is real health. */
  public static final Duration HEALTHY = Duration.ofSeconds(30);

  private static final double SPREAD = 0.2;

  /** Checks the ranges. */
  public RetryPolicy {
    if (maxRetries < 0 || delay.isNegative() || delay.isZero()) {
      throw new IllegalArgumentException("maxRetries " + maxRetries + ", delay " + delay);
    }
  }

  /** Whether so many consecutive failures are the end. */
  public boolean givesUpAfter(int failures) {
    return maxRetries > 0 && failures > maxRetries;
  }

  /** The wait after the n-th consecutive failure, n from 1. */
  public Duration waitAfter(int failures, RandomGenerator random) {
    double cap = Math.max(CAP.toMillis(), delay.toMillis());
    double doubled = delay.toMillis() * Math.pow(2, Math.min(failures, 30) - 1);
    double spread = 1 + SPREAD * (2 * random.nextDouble() - 1);
    return Duration.ofMillis((long) (Math.min(doubled, cap) * spread));
  }
}
