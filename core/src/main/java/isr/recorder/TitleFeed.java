package isr.recorder;

import isr.audio.MonotonicClock;
import isr.recorder.Arrival.Title;
import isr.splitting.TimeMap;
import isr.splitting.WallTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the titles that a source sends, and no more of them than anybody can read. */
final class TitleFeed {
  /** As many titles may come at once; after that one a second, and of those between the last. */
  private static final int MOST = 10;

  private final Lanes lanes;
  private final RecordingEvents events;
  private final StatusBoard status;
  private final MonotonicClock clock;
  private final WallTime wall;
  private final TimeMap times;
  private final Allowance allowance = new Allowance(MOST, Duration.ofSeconds(1));
  private String last = "";
  private @Nullable Title held;

  TitleFeed(
      Lanes lanes,
      RecordingEvents events,
      StatusBoard status,
      MonotonicClock clock,
      WallTime wall,
      TimeMap times) {
    this.lanes = lanes;
    this.events = events;
    this.status = status;
    this.clock = clock;
    this.wall = wall;
    this.times = times;
  }

  /** A new connection: nothing is known to be played. */
  void restart() {
    held = null;
    lanes.title(Optional.empty(), clock.nanos());
  }

  /** Tells the title that had to wait, if it need not wait any more. */
  void tellHeld() {
    Title waiting = held;
    if (waiting != null) {
      tell(waiting);
    }
  }

  void tell(Title title) {
    held = null;
    boolean changes = !title.text().equals(last);
    if (changes && !allowance.takes(clock.nanos())) {
      held = title;
      return;
    }
    Optional<String> playing = Optional.of(title.text()).filter(text -> !text.isBlank());
    lanes.title(playing, clock.nanos());
    if (changes) {
      last = title.text();
      status.title(title.text());
      Instant at = wall.at(times.heardAt(title.streamNanos()));
      events.title(at, title.text(), lanes.path(), lanes.samples());
    }
  }
}
