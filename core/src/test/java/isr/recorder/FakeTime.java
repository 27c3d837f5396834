package isr.recorder;

import isr.audio.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Both clocks, moved by the test alone. */
final class FakeTime implements MonotonicClock, InstantSource {
  private Instant wall;
  private long nanos = -5_000_000_000L;

  FakeTime(String start) {
    wall = Instant.parse(start);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return wall;
  }

  /** Time passes. */
  void pass(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
  }

  /** Somebody sets the clock on the wall. */
  void step(Duration by) {
    wall = wall.plus(by);
  }
}
