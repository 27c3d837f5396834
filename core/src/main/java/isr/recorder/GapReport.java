package isr.recorder;

import isr.recorder.DamageSum.Damage;
import isr.recorder.RecordingEvents.Gap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells where audio of one source is missing: in each of its lanes, in the log, in the status. */
final class GapReport {
  private static final Logger LOG = LoggerFactory.getLogger(GapReport.class);

  private final String source;
  private final Lanes lanes;
  private final RecordingEvents events;
  private final StatusBoard status;
  private final DamageSum sum = new DamageSum();

  /** What is missing before the next packet, which begins a segment. */
  private @Nullable Damage broken;

  GapReport(String source, Lanes lanes, RecordingEvents events, StatusBoard status) {
    this.source = source;
    this.lanes = lanes;
    this.events = events;
    this.status = status;
  }

  /** Something is missing; it is summed up with what is missing within a second. */
  void add(Damage found, long nowNanos) {
    if (!sum.takes(found)) {
      sum.takeAll().ifPresent(this::tell);
    }
    sum.add(found);
    tell(nowNanos);
  }

  /** Something is missing and has ended the segment; it is told with the one that follows. */
  void broken(Damage found, long nowNanos) {
    begun(nowNanos);
    broken = found;
  }

  /** Whether the segment that follows a gap is waited for. */
  boolean isBroken() {
    return broken != null;
  }

  /** The segment that follows a gap is there, or there will be none. */
  void begun(long nowNanos) {
    Damage ended = broken;
    if (ended != null) {
      broken = null;
      add(ended.until(lanes.paths()), nowNanos);
    }
  }

  /** Tells what is to be told by now. */
  void tell(long nowNanos) {
    sum.take(nowNanos).ifPresent(this::tell);
  }

  /** Tells everything that was not told yet. */
  void end() {
    Damage ended = broken;
    broken = null;
    if (ended != null) {
      sum.takeAll().ifPresent(this::tell);
      tell(ended);
    }
    sum.takeAll().ifPresent(this::tell);
  }

  /** Tells of one gap at once. */
  void tell(Damage gap) {
    List<Gap> told = new ArrayList<>();
    List<Optional<String>> routes = lanes.routes();
    for (int lane = 0; lane < routes.size(); lane++) {
      Optional<Path> before = at(gap.before(), lane);
      Optional<Path> after =
          at(gap.after(), lane).filter(path -> !before.equals(Optional.of(path)));
      boolean nowhere = gap.filled() && before.isEmpty() && after.isEmpty();
      if (!nowhere) { // its silence could not be written: it is part of that gap
        told.add(gap(gap, before, after, routes.get(lane)));
      }
    }
    told.forEach(events::gap);
    if (!told.isEmpty()) {
      status.gap();
      warn(gap);
    }
  }

  private static Gap gap(
      Damage gap, Optional<Path> before, Optional<Path> after, Optional<String> route) {
    return new Gap(
        gap.start(), gap.lost(), gap.cause(), gap.bytes(), before, after, gap.filled(), route);
  }

  private void warn(Damage gap) {
    LOG.warn(
        "{}: gap of {} s{}: {}",
        source,
        String.format(Locale.ROOT, "%.3f", gap.lost().toNanos() / 1e9),
        gap.filled() ? ", filled with silence" : "",
        gap.cause());
  }

  private static Optional<Path> at(List<Optional<Path>> paths, int lane) {
    return lane < paths.size() ? paths.get(lane) : Optional.empty();
  }
}
