package isr.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Has the files on disk looked at anew, now and then. Thread-safe. */
final class Rescans {
  private final InstantSource clock;
  private final Duration pause;
  private final Map<String, Instant> last = new ConcurrentHashMap<>();

  Rescans(InstantSource clock, Duration pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** Looks, in the background, unless it was done not long ago. */
  void maybe(Root root) {
    Instant now = clock.instant();
    Instant before = last.putIfAbsent(root.name(), now); // it has just been opened, and looked at
    boolean due = before != null && Duration.between(before, now).abs().compareTo(pause) >= 0;
    if (due && last.replace(root.name(), before, now)) {
      root.library().rescan();
    }
  }
}
