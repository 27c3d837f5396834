package isr.recorder;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and how long to wait before connecting again.
 *
 * <p>The wait doubles with each consecutive failure, up to {@link #CAP} (or the configured delay,
 * where that is longer), and is spread by a fifth either way so that many sources do not come back
 * at once. A server that asks for a longer wait gets it, up to the same cap. Only {@link #HEALTHY}
 * of audio makes the count begin anew.
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

  /**
   * The wait after the n-th consecutive failure.
   *
   * @param failures n, from 1
   * @param asked how long the server asks to be left alone; it is never undercut below the cap
   */
  public Duration waitAfter(int failures, Optional<Duration> asked, RandomGenerator random) {
    double cap = (double) cap().toMillis();
    double doubled = delay.toMillis() * Math.pow(2, Math.min(failures, 30) - 1);
    double own = Math.min(doubled, cap) * (1 + SPREAD * (2 * random.nextDouble() - 1));
    double least =
        (double) asked.map(a -> isTooLong(a) ? cap() : a).orElse(Duration.ZERO).toMillis();
    return Duration.ofMillis((long) Math.max(own, least * (1 + SPREAD * random.nextDouble())));
  }

  /** Whether a server asks to be left alone for longer than is done. */
  public boolean isTooLong(Duration asked) {
    return asked.compareTo(cap()) > 0;
  }

  private Duration cap() {
    return delay.compareTo(CAP) > 0 ? delay : CAP;
  }
}
