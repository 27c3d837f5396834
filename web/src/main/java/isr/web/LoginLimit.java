package isr.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import isr.audio.MonotonicClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often an address may try a password: five times, then once after a wait that doubles with
 * each failure, up to five minutes. Thread-safe; remembers the addresses that failed last.
 */
final class LoginLimit {
  private static final int FREE_TRIES = 5;
  private static final int MAX_ADDRESSES = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final MonotonicClock clock;

  @GuardedBy("this")
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  private record Failures(int count, long allowedNanos) {}

  LoginLimit(MonotonicClock clock) {
    this.clock = clock;
  }

  /** How long the address has to wait before its next try; zero: it may. */
  synchronized Duration left(String address) {
    Failures failed = failures.get(address);
    long left = failed == null ? 0 : failed.allowedNanos - clock.nanos();
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  /** The address gave a wrong password. */
  synchronized void failed(String address) {
    Failures before = failures.get(address);
    int count = before == null ? 1 : before.count + 1;
    Duration wait =
        count < FREE_TRIES
            ? Duration.ZERO
            : Duration.ofSeconds(1L << Math.min(count - FREE_TRIES, 20));
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    failures.put(address, new Failures(count, clock.nanos() + bounded.toNanos()));
  }

  /** The address gave the right one. */
  synchronized void succeeded(String address) {
    failures.remove(address);
  }
}
