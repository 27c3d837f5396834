package isr.recorder;

import isr.format.MediaFormats;
import isr.media.MediaFormat;
import isr.media.Packet;
import isr.media.Track;
import isr.segment.DiskRoom;
import isr.segment.DiskSync;
import isr.segment.SegmentWriter;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file after another of one source.
 *
 * <p>When the disk fails, the segment ends with what is safely in it, and what arrives is dropped
 * until a new segment can be written ({@link DiskPause}); the time in between is a gap. Nothing is
 * thrown: the source itself is healthy and goes on being read. Where the packets are not what their
 * track says, the segment ends, and the lane waits until that was asked for ({@link #takeRefusal}).
 */
final class SegmentLane {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentLane.class);

  /** How often it is looked whether the file is still where it was made. */
  static final long LOOK_NANOS = 5_000_000_000L;

  /**
   * A station's first title comes with the first block of metadata, 16 KB behind the first audio
   * with most: within this time it is what was being played already when the segment began.
   */
  static final int FIRST_TITLE_SECONDS = 10;

  private final SourceSettings settings;
  private final Optional<String> route;
  private final DiskSync disk;
  private final RecordingEvents events;
  private final StatusBoard status;
  private final StatusBoard.FileSlot slot;
  private final DiskPause pause;
  private final TitleSheets sheets;
  private final DiskDoubts doubts;
  private @Nullable Beginning beginning;
  private @Nullable SegmentWriter writer;
  private @Nullable Path last;

  /** What is wrong with the packets, so that no file holds them. */
  private @Nullable String refusal;

  /** When the segment's sample of that number was heard, as far as that is known best. */
  private @Nullable Instant heardAt;

  private long heardSamples;
  private int sampleRateHz = 1;
  private Runnable confirm = () -> {};
  private Optional<String> title = Optional.empty();

  /** What was being played when the segment began is known, or will not be any more. */
  private boolean startTitled;

  /** Samples and payload bytes when the file was last seen where it was made. */
  private long seenSamples;

  private long seenBytes;
  private long lookNanos;

  /**
   * A lane without a segment.
   *
   * @param route that it is for, where the source is recorded to several files at a time
   */
  SegmentLane(
      SourceSettings settings,
      Optional<String> route,
      DiskSync disk,
      RecordingEvents events,
      StatusBoard status) {
    this.pause = new DiskPause(settings, route, DiskRoom::of, events, status);
    this.sheets = new TitleSheets(settings, disk);
    this.doubts = new DiskDoubts(settings.name(), route, events, status);
    this.settings = settings;
    this.route = route;
    this.disk = disk;
    this.events = events;
    this.status = status;
    this.slot = status.slot();
  }

  /** The route that it is for, where the source is recorded to several files at a time. */
  Optional<String> route() {
    return route;
  }

  /** Whether there is a segment that packets go to. */
  boolean isOpen() {
    return writer != null || beginning != null;
  }

  /** Whether the segment has no file yet. */
  boolean isBeginning() {
    return beginning != null;
  }

  /** Whether a new segment may be begun: false while the disk takes nothing. */
  boolean mayOpen(long nowNanos) {
    return refusal == null && (!pause.isOn() || pause.mayTry(nowNanos));
  }

  /** Why the packets did not fit in their file, if so, once; no segment is begun before. */
  Optional<String> takeRefusal() {
    Optional<String> result = Optional.ofNullable(refusal);
    refusal = null;
    return result;
  }

  /** Whether the disk takes nothing. */
  boolean isPaused() {
    return pause.isOn();
  }

  /** The packets that follow are of this track; if a segment is open, it has the same rate. */
  void track(Track track) {
    sampleRateHz = track.sampleRateHz();
  }

  /** The source brings nothing any more. */
  void interrupted() {
    pause.interrupted();
  }

  /** The source brings audio again, from then on. */
  void arrives(Instant at) {
    pause.arrives(at);
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
    MediaFormat format = MediaFormats.forTrack(track, settings.storage());
    Beginning begun =
        new Beginning(track, format, leadIn, at, nameTime, origin, title, new ArrayList<>());
    startTitled = title.isPresent();
    if (format.fewestPackets() > 1) {
      beginning = begun;
    } else {
      create(begun, nowNanos);
    }
  }

  private void create(Beginning begun, long nowNanos) {
    beginning = null;
    Track track = begun.track();
    sampleRateHz = track.sampleRateHz();
    Instant at = begun.at();
    ZonedDateTime zoned = begun.zoned(settings);
    try {
      SegmentWriter opened =
          SegmentWriter.open(
              begun.request(settings, route),
              begun.leadIn(),
              disk,
              events::force,
              doubts.of(at, track.sampleRateHz()),
              this::indexPoint,
              nowNanos);
      writer = opened;
      heardAt = at;
      heardSamples = 0;
      seenSamples = 0;
      seenBytes = 0;
      lookNanos = nowNanos;
      slot.opened(opened.path(), at);
      sheets.opened(opened.path(), zoned, sampleRateHz, begun.title());
      confirm =
          () -> {
            events.opened(opened.path(), begun.format(), track, zoned, begun.origin().on(route));
            pause.end(at, opened.path());
            LOG.info("{}: writing {}", settings.name(), opened.path());
          };
      if (!pause.isOn()) {
        confirm();
      }
    } catch (IOException | RuntimeException e) {
      if (isOfMedia(e)) {
        refusal = e.getMessage();
        return;
      }
      pause.failed(e, at, lastPath(), nowNanos);
      begun.held().forEach(this::lost);
      return;
    }
    begun.held().forEach(packet -> write(packet, nowNanos));
  }

  /** Whether audio may not be on the disk, although writing it went well. */
  boolean anyDoubtful() {
    return doubts.any();
  }

  /** A file that could not be forced is followed by another: what comes is not to be in doubt. */
  private void leaveDoubtful(SegmentWriter open, long nowNanos) throws IOException {
    if (doubts.isToBeLeft(open.path(), nowNanos)) {
      open.finish();
      ended(open, open.samples(), "forcing to the disk failed");
    }
  }

  /** While the disk fails, a new segment is told of only when it has taken audio. */
  private void confirm() {
    Runnable pending = confirm;
    confirm = () -> {};
    pending.run();
  }

  /**
   * The next packet of the segment is of this track, which has the same parameters as the one
   * before.
   *
   * @return false when no segment is open, or its format holds one track only
   */
  boolean chain(Track track) {
    SegmentWriter open = writer;
    return open != null && open.chain(track);
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
        if (isOfMedia(e)) {
          refusal = e.getMessage();
          close("media that does not fit in its file", nowNanos);
          return;
        }
        abandon(open, e, nowNanos);
        lost(packet);
      }
    } else {
      lost(packet);
    }
  }

  /** Whether the format has refused what it was given, and the disk is not to blame. */
  private static boolean isOfMedia(Exception cause) {
    return cause instanceof IllegalArgumentException && !(cause instanceof InvalidPathException);
  }

  private void lost(Packet packet) {
    if (pause.isOn()) {
      pause.lost(packet, sampleRateHz);
    }
  }

  /** The source says what it plays from here on; empty: it has not said so yet. */
  void title(Optional<String> playing, long nowNanos) {
    title = playing;
    if (!isOpen() || playing.isEmpty()) {
      return;
    }
    boolean first = !startTitled && samples() < (long) FIRST_TITLE_SECONDS * sampleRateHz;
    startTitled = true;
    Beginning begun = beginning;
    if (begun != null) {
      beginning = begun.titled(playing);
      return;
    }
    sheets.title(playing.get(), first ? 0 : samples());
    if (first) {
      startTitle(playing.get(), nowNanos);
    }
  }

  private void startTitle(String text, long nowNanos) {
    SegmentWriter open = writer;
    if (open != null) {
      try {
        open.startTitle(text);
      } catch (IOException | RuntimeException e) {
        abandon(open, e, nowNanos);
      }
    }
  }

  /**
   * Hands what was added to the operating system.
   *
   * @param until when the last sample of it had been heard
   */
  void batch(long nowNanos, Instant until) {
    Beginning begun = beginning;
    if (begun != null) {
      begun.held().replaceAll(Packet::copy);
      return;
    }
    SegmentWriter open = writer;
    if (open != null) {
      try {
        open.batch(nowNanos);
        heardSamples = open.samples();
        heardAt = until;
        slot.grew(open.bytes());
        confirm();
        sheets.written();
        look(open, nowNanos);
        if (writer != null) {
          leaveDoubtful(open, nowNanos);
        }
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

  /** The session ends. */
  void stop() {
    pause.stop();
  }

  /** Every so often: whether the file is still there. */
  private void look(SegmentWriter open, long nowNanos) throws IOException {
    if (nowNanos - lookNanos < LOOK_NANOS) {
      return;
    }
    lookNanos = nowNanos;
    if (open.isThere()) {
      seenSamples = open.safeSamples();
      seenBytes = open.safePayloadBytes();
    } else {
      vanished(open);
    }
  }

  /**
   * Somebody has taken the file away, or a disk with everything on it. What it held when it was
   * last seen was theirs to take; what came since then is missing. The next packet begins a file.
   */
  private void vanished(SegmentWriter open) throws IOException {
    Instant since = timeOf(seenSamples);
    Duration missing = Duration.between(since, timeOf(open.samples()));
    String cause = open.path() + " was removed or renamed while it was written";
    long bytes = open.payloadBytes() - seenBytes;
    open.finish();
    ended(open, open.samples(), "removed or renamed");
    status.gap();
    events.gap(
        new RecordingEvents.Gap(
            since, missing, cause, bytes, lastPath(), Optional.empty(), false, route));
    LOG.warn("{}: {}: a new file begins", settings.name(), cause);
  }

  private void abandon(SegmentWriter open, Exception cause, long nowNanos) {
    Instant safeUntil = timeOf(open.safeSamples());
    long lostSamples = open.samples() - open.safeSamples();
    long lostBytes = open.payloadBytes() - open.safePayloadBytes();
    boolean kept = open.abandon();
    if (kept) {
      ended(open, open.safeSamples(), "write failed");
    } else {
      if (!pause.isOn()) {
        events.closed(
            open.path(),
            safeUntil,
            0,
            0,
            "write failed; removed, it held no audio",
            OptionalDouble.empty());
      }
      slot.closed(0);
      sheets.discard();
      writer = null;
    }
    confirm = () -> {};
    pause.failed(cause, safeUntil, lastPath(), nowNanos);
    pause.lost(lostSamples, lostBytes, sampleRateHz);
  }

  private void ended(SegmentWriter closed, long samples, String reason) {
    writer = null;
    last = closed.path();
    sheets.closed(samples);
    slot.closed(closed.bytes());
    events.closed(
        closed.path(), timeOf(samples), samples, closed.bytes(), reason, status.driftPpm());
    LOG.info("{}: finished {} ({})", settings.name(), closed.path(), reason);
  }

  private Instant timeOf(long sample) {
    Instant known = heardAt;
    if (known == null) {
      throw new IllegalStateException("no segment was begun");
    }
    return known.plusNanos(Math.round((sample - heardSamples) * 1e9 / sampleRateHz));
  }

  private void indexPoint(long sample, long offset) {
    path().ifPresent(path -> events.indexPoint(path, sample, offset));
  }
}
