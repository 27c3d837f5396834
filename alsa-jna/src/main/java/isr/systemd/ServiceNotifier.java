package isr.systemd;

import isr.audio.MonotonicClock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service is; silent where systemd has not started this process with {@code
 * Type=notify}. Trouble is logged once and never thrown. One thread at a time.
 */
public final class ServiceNotifier {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceNotifier.class);

  /** A sign of life comes so many times as often as it must. */
  private static final int SIGNS_PER_WATCHDOG = 3;

  private final MonotonicClock clock;
  private final long signEveryNanos;
  private @Nullable NotifySocket socket;
  private long signedNanos;

  private ServiceNotifier(
      Optional<NotifySocket> socket, long watchdogMicros, MonotonicClock clock) {
    this.socket = socket.orElse(null);
    this.signEveryNanos = watchdogMicros * 1000 / SIGNS_PER_WATCHDOG;
    this.clock = clock;
  }

  /**
   * As the environment says: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID};
   * sd_notify(3), sd_watchdog_enabled(3).
   *
   * @param pid of this process
   */
  public static ServiceNotifier of(
      Map<String, String> environment, long pid, MonotonicClock clock) {
    return new ServiceNotifier(socket(environment), watchdogMicros(environment, pid), clock);
  }

  private static Optional<NotifySocket> socket(Map<String, String> environment) {
    String name = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new NotifySocket(name));
    } catch (IllegalArgumentException e) {
      LOG.warn("{}; systemd is told nothing", e.getMessage());
      return Optional.empty();
    }
  }

  /** 0 when nobody waits for signs of life of this process. */
  private static long watchdogMicros(Map<String, String> environment, long pid) {
    String own = String.valueOf(pid);
    if (!environment.getOrDefault("WATCHDOG_PID", own).equals(own)) {
      return 0;
    }
    try {
      return Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The service has started. */
  public void ready() {
    signedNanos = clock.nanos();
    send("READY=1");
  }

  /** The service lives; to be called at least ten times as often as the watchdog bites. */
  public void alive() {
    long now = clock.nanos();
    if (signEveryNanos > 0 && now - signedNanos >= signEveryNanos) {
      signedNanos = now;
      send("WATCHDOG=1");
    }
  }

  /** The service is about to end. */
  public void stopping() {
    send("STOPPING=1");
  }

  private void send(String state) {
    NotifySocket to = socket;
    if (to == null) {
      return;
    }
    try {
      to.send(state);
    } catch (RuntimeException | LinkageError e) {
      socket = null;
      LOG.error("systemd can not be told {}: {}", state, e.toString());
    }
  }
}
