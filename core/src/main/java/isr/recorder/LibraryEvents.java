package isr.recorder;

import isr.library.IndexPoint;
import isr.library.LedgerEvent;
import isr.library.LedgerEvent.ClockStepped;
import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.LateDelivery;
import isr.library.LedgerEvent.Note;
import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.LedgerEvent.TitleSeen;
import isr.library.Library;
import isr.library.TrackSummary;
import isr.media.MediaFormat;
import isr.media.Track;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens to one source into the library of its output directory. */
public final class LibraryEvents implements RecordingEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryEvents.class);

  private final Library library;
  private final String source;
  private final ZoneId zone;
  private final InstantSource wallClock;

  /** The segment that was told of last, as the ledger names it: most events are about one. */
  private volatile Named named = new Named(Path.of(""), "");

  private record Named(Path file, String path) {}

  /**
   * A listener.
   *
   * @param zone whose offset the ledger's times have
   */
  public LibraryEvents(Library library, String source, ZoneId zone, InstantSource wallClock) {
    this.library = library;
    this.source = source;
    this.zone = zone;
    this.wallClock = wallClock;
  }

  @Override
  public void opened(
      Path path, MediaFormat format, Track track, ZonedDateTime start, Origin origin) {
    record(
        new SegmentOpened(
            source,
            now(),
            pathOf(path),
            format.name(),
            start.toOffsetDateTime(),
            origin.samplePosition(),
            TrackSummary.of(track),
            origin.session(),
            origin.route()));
  }

  @Override
  public void closed(
      Path path, Instant end, long samples, long bytes, String reason, OptionalDouble driftPpm) {
    record(new SegmentClosed(source, now(), pathOf(path), samples, bytes, reason, driftPpm));
  }

  @Override
  public void gap(Gap gap) {
    OptionalLong skipped = gap.bytes() > 0 ? OptionalLong.of(gap.bytes()) : OptionalLong.empty();
    record(
        new GapRecorded(
            source,
            now(),
            at(gap.start()),
            gap.length(),
            gap.cause(),
            skipped,
            gap.before().map(this::pathOf),
            gap.after().map(this::pathOf),
            gap.filled(),
            gap.route()));
  }

  @Override
  public void title(Instant at, String title, Optional<Path> path, long sample) {
    record(new TitleSeen(source, at(at), title, path.map(this::pathOf), sample));
  }

  @Override
  public void late(Instant start, Duration length, boolean caughtUp) {
    record(new LateDelivery(source, at(start), length, caughtUp));
  }

  @Override
  public void clockStepped(Instant at, Duration by) {
    record(new ClockStepped(source, at(at), by));
  }

  @Override
  public void indexPoint(Path path, long sample, long offset) {
    library.point(new IndexPoint(pathOf(path), sample, offset));
  }

  @Override
  public void note(Instant at, String text) {
    record(new Note(source, at(at), text));
  }

  @Override
  public void force() {
    try {
      library.force();
    } catch (IOException e) {
      LOG.error("{}: forcing the ledger to the disk failed: {}", source, e.toString());
    }
  }

  private String pathOf(Path file) {
    Named known = named;
    if (!known.file().equals(file)) {
      known = new Named(file, library.pathOf(file));
      named = known;
    }
    return known.path();
  }

  private void record(LedgerEvent event) {
    library.record(event);
  }

  private OffsetDateTime now() {
    return at(wallClock.instant());
  }

  private OffsetDateTime at(Instant instant) {
    return instant.atZone(zone).toOffsetDateTime();
  }
}
