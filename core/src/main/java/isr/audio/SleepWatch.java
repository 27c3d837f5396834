package isr.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Tells how long the machine slept: the monotonic clock stands still meanwhile, the time since the
 * start does not (proc_uptime(5); clock_gettime(2), CLOCK_BOOTTIME). Elsewhere than on Linux it
 * never did. One thread at a time.
 */
public final class SleepWatch {
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** The system tells hundredths of a second. */
  private static final long LEAST_NANOS = 1_000_000_000L;

  private final MonotonicClock clock;
  private final Supplier<OptionalLong> sinceBoot;
  private OptionalLong behind;

  /**
   * A watch that begins now.
   *
   * @param sinceBoot nanoseconds since the start of the machine, sleep included; empty where nobody
   *     knows
   */
  public SleepWatch(MonotonicClock clock, Supplier<OptionalLong> sinceBoot) {
    this.clock = clock;
    this.sinceBoot = sinceBoot;
    this.behind = behind();
  }

  /** Of this machine; by a clock that is not the machine's nobody ever sleeps. */
  public static SleepWatch of(MonotonicClock clock) {
    boolean ofMachine = clock.equals(MonotonicClock.system());
    return new SleepWatch(clock, ofMachine ? SleepWatch::uptime : OptionalLong::empty);
  }

  private OptionalLong behind() {
    OptionalLong boot = sinceBoot.get();
    return boot.isPresent()
        ? OptionalLong.of(boot.getAsLong() - clock.nanos())
        : OptionalLong.empty();
  }

  /**
   * How long it slept since this was asked last; zero when it did not, or for less than a second.
   */
  public Duration slept() {
    OptionalLong now = behind();
    if (now.isEmpty() || behind.isEmpty()) {
      return Duration.ZERO;
    }
    long nanos = now.getAsLong() - behind.getAsLong();
    if (nanos < LEAST_NANOS) {
      return Duration.ZERO;
    }
    behind = now;
    return Duration.ofNanos(nanos);
  }

  private static OptionalLong uptime() {
    try {
      String text = Files.readString(UPTIME);
      double seconds = Double.parseDouble(text.substring(0, text.indexOf(' ')));
      return OptionalLong.of(Math.round(seconds * 1e9));
    } catch (IOException | RuntimeException e) {
      return OptionalLong.empty();
    }
  }
}
