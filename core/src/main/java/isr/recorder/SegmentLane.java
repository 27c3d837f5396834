package isr.recorder;

import isr.format.MediaFormats;
import isr.media.MediaFormat;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.media.Track;
import isr.recorder.SourceStatus.State;
import isr.segment.DiskSync;
import isr.segment.FileTrouble;
import isr.segment.SegmentWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file after another of one source.
 *
 * <p>When the disk fails, the segment ends with what is safely in it, what arrives is dropped, and
 * a new segment is tried every {@link #RETRY_NANOS}; the time in between is a gap. Nothing is
 * thrown: the source itself is healthy and goes on being read.
 */
final class SegmentLane {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentLane.class);
  private static final long RETRY_NANOS = 5_000_000_000L;

  private final SourceSettings settings;
  private final DiskSync disk;
  private final RecordingEvents events;
  private final StatusBoard status;
  private @Nullable Beginning beginning;
  private @Nullable SegmentWriter writer;
  private @Nullable Path last;
  private @Nullable Instant start;
  private int sampleRateHz = 1;
  private Runnable confirm = () -> {};
  private @Nullable Failure failure;

  /**
   * A segment that has no file yet, because it has too few packets for one.
   *
   * @param held its first packets, lent until the end of their batch
   */
  private record Beginning(
      Track track,
      MediaFormat format,
      List<Packet> leadIn,
      Instant at,
      Instant nameTime,
      RecordingEvents.Origin origin,
      List<Packet> held) {
    long samples() {
      return held.stream().mapToLong(Packet::sampleCount).sum();
    }

    boolean isEnough() {
      return held.size() >= format.fewestPackets();
    }
  }

  /** A disk that does not take what we write: since when, why, and when to try again. */
  private record Failure(Instant since, String cause, long retryNanos) {}

  SegmentLane(SourceSettings settings, DiskSync disk, RecordingEvents events, StatusBoard status) {
    this.settings = settings;
    this.disk = disk;
    this.events = events;
    this.status = status;
  }

  /** Whether there is a segment that packets go to. */
  boolean isOpen() {
    return writer != null || beginning != null;
  }

  /** Whether the segment has no file yet. */
  boolean isBeginning() {
    return beginning != null;
  }

  /** Whether a new segment may be begun: false for a while after the disk failed. */
  boolean mayOpen(long nowNanos) {
    Failure failed = failure;
    return failed == null || nowNanos - failed.retryNanos() >= 0;
  }

  /** Audible samples of the segment being written. */
  long samples() {
    Beginning begun = beginning;
    if (begun != null) {
      return begun.samples();
    }
    return writer == null ? 0 : writer.samples();
  }

  /** The segment being written. */
  Optional<Path> path() {
    return Optional.ofNullable(writer).map(SegmentWriter::path);
  }

  /** The segment that was written last, before the one being written. */
  Optional<Path> lastPath() {
    return Optional.ofNullable(last);
  }

  /**
   * Begins a segment.
   *
   * @param at when its first sample was heard
   * @param nameTime the time its name tells
   */
  void open(
      Track track,
      List<Packet> leadIn,
      Instant at,
      Instant nameTime,
      RecordingEvents.Origin origin,
      long nowNanos) {
    MediaFormat format = MediaFormats.forTrack(track);
    Beginning begun = new Beginning(track, format, leadIn, at, nameTime, origin, new ArrayList<>());
    if (format.fewestPackets() > 1) {
      beginning = begun;
    } else {
      create(begun, nowNanos);
    }
  }

  private void create(Beginning begun, long nowNanos) {
    beginning = null;
    Track track = begun.track();
    Instant at = begun.at();
    ZonedDateTime zoned = at.atZone(settings.zone());
    String name =
        settings
            .names()
            .format(begun.nameTime().atZone(settings.zone()), settings.name(), Optional.empty());
    SegmentWriter.Request request =
        new SegmentWriter.Request(
            settings.directory(),
            name,
            begun.format(),
            track,
            new SegmentInfo(settings.name(), zoned),
            settings.sync());
    try {
      SegmentWriter opened =
          SegmentWriter.open(
              request, begun.leadIn(), disk, events::force, this::indexPoint, nowNanos);
      writer = opened;
      start = at;
      sampleRateHz = track.sampleRateHz();
      status.fileOpened(opened.path(), at);
      confirm =
          () -> {
            events.opened(opened.path(), begun.format(), track, zoned, begun.origin());
            endFailure(at);
            LOG.info("{}: writing {}", settings.name(), opened.path());
          };
      if (failure == null) {
        confirm();
      }
    } catch (IOException | RuntimeException e) {
      fail(at, e, nowNanos);
      return;
    }
    begun.held().forEach(packet -> write(packet, nowNanos));
  }

  /** While the disk fails, a new segment is told of only when it has taken audio. */
  private void confirm() {
    Runnable pending = confirm;
    confirm = () -> {};
    pending.run();
  }

  /** Adds a packet to the segment, if one is open. */
  void write(Packet packet, long nowNanos) {
    Beginning begun = beginning;
    if (begun != null) {
      begun.held().add(packet);
      if (begun.isEnough()) {
        create(begun, nowNanos);
      }
      return;
    }
    SegmentWriter open = writer;
    if (open != null) {
      try {
        open.write(packet);
      } catch (IOException | RuntimeException e) {
        abandon(open, e, nowNanos);
      }
    }
  }

  /** Hands what was added to the operating system. */
  void batch(long nowNanos) {
    Beginning begun = beginning;
    if (begun != null) {
      begun.held().replaceAll(Packet::copy);
      return;
    }
    SegmentWriter open = writer;
    if (open != null) {
      try {
        open.batch(nowNanos);
        status.fileGrew(open.bytes());
        confirm();
      } catch (IOException | RuntimeException e) {
        abandon(open, e, nowNanos);
      }
    }
  }

  /** Ends the segment, if one is open. */
  void close(String reason, long nowNanos) {
    Beginning begun = beginning;
    if (begun != null) {
      create(begun, nowNanos);
    }
    SegmentWriter open = writer;
    if (open == null) {
      return;
    }
    try {
      open.finish();
      confirm();
      ended(open, open.samples(), reason);
    } catch (IOException | RuntimeException e) {
      abandon(open, e, nowNanos);
    }
  }

  /** The session ends while the disk still fails: the gap lasts until now. */
  void stop(Instant now) {
    endFailure(now);
  }

  private void abandon(SegmentWriter open, Exception cause, long nowNanos) {
    Instant safeUntil = timeOf(open.safeSamples());
    boolean kept = open.abandon();
    if (kept) {
      ended(open, open.safeSamples(), "write failed");
    } else {
      if (failure == null) {
        events.closed(open.path(), safeUntil, 0, 0, "write failed; removed, it held no audio");
      }
      status.fileClosed(0);
      writer = null;
    }
    confirm = () -> {};
    fail(safeUntil, cause, nowNanos);
  }

  private void ended(SegmentWriter closed, long samples, String reason) {
    writer = null;
    last = closed.path();
    status.fileClosed(closed.bytes());
    events.closed(closed.path(), timeOf(samples), samples, closed.bytes(), reason);
    LOG.info("{}: finished {} ({})", settings.name(), closed.path(), reason);
  }

  private void fail(Instant since, Exception cause, long nowNanos) {
    Failure before = failure;
    String text = "writing failed: " + FileTrouble.reason(cause);
    failure = new Failure(before == null ? since : before.since(), text, nowNanos + RETRY_NANOS);
    status.state(State.DISK_ERROR, since, text, null);
    if (before == null) {
      LOG.error("{}: {}; trying again every 5 s", settings.name(), text);
    }
  }

  private void endFailure(Instant until) {
    Failure failed = failure;
    if (failed != null) {
      failure = null;
      Duration length = Duration.between(failed.since(), until);
      status.gap();
      status.state(State.RECORDING, until, null, null);
      events.gap(failed.since(), length, failed.cause(), 0, lastPath(), path());
      LOG.warn("{}: {} were not recorded: {}", settings.name(), length, failed.cause());
    }
  }

  private Instant timeOf(long sample) {
    Instant first = start;
    if (first == null) {
      throw new IllegalStateException("no segment was begun");
    }
    return first.plusNanos((long) (sample * 1e9 / sampleRateHz));
  }

  private void indexPoint(long sample, long offset) {
    path().ifPresent(path -> events.indexPoint(path, sample, offset));
  }
}
