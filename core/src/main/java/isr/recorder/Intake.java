package isr.recorder;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import isr.audio.MonotonicClock;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import isr.recorder.Arrival.Audio;
import isr.recorder.Arrival.Missing;
import isr.recorder.Arrival.NewTrack;
import isr.recorder.Arrival.Title;
import isr.splitting.SplitSchedule;
import isr.splitting.TimeMap;
import isr.splitting.WallTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what one source's captures tell, one connection after another.
 *
 * <p>What belongs to a batch is kept until the batch is complete, because only its end has a time.
 * Then the batch is dated, and goes to the {@link Splitter}. After a reconnect the batches are held
 * until {@link Reconnect} has found out what the server repeated.
 */
final class Intake implements CaptureSink {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** As many titles may come at once; after that one a second, and of those between the last. */
  private static final int MOST_TITLES = 10;

  /** As many times at once damage may begin a new file; faster than heard, it makes many. */
  private static final int MOST_BREAKS = 5;

  /** As many tracks may come at once, each with a file of its own; after that one in 5 s. */
  private static final int MOST_TRACKS = 20;

  private final String source;
  private final MonotonicClock clock;
  private final RecordingEvents events;
  private final StatusBoard status;
  private final SegmentLane lane;
  private final WallTime wall;
  private final TimeMap times = new TimeMap();
  private final Splitter splitter;
  private final StreamClock stream = new StreamClock();
  private final LateWatch lateWatch = new LateWatch();
  private final Reconnect reconnect = new Reconnect();
  private final DamageSum damage = new DamageSum();
  private final Allowance titles = new Allowance(MOST_TITLES, Duration.ofSeconds(1));
  private final Allowance breaks = new Allowance(MOST_BREAKS, SplitSchedule.MIN_INTERVAL);
  private final Allowance tracks = new Allowance(MOST_TRACKS, Duration.ofSeconds(5));
  private final List<Arrival> batch = new ArrayList<>();
  private @Nullable Track track;
  private @Nullable Outage outage;
  private long observedNanos;
  private long heardNanos;
  private long firstNanos = Long.MAX_VALUE;
  private String lastTitle = "";
  private @Nullable Title heldTitle;
  private boolean restless;

  /**
   * Audio is not arriving: since when, until when if it is back, and why. A gap is told when the
   * file that follows it is there.
   */
  private record Outage(long sinceNanos, long untilNanos, String cause, Optional<Path> before) {
    Outage(long sinceNanos, String cause, Optional<Path> before) {
      this(sinceNanos, Long.MAX_VALUE, cause, before);
    }

    boolean isOver() {
      return untilNanos != Long.MAX_VALUE;
    }

    Outage over(long nanos) {
      return new Outage(sinceNanos, Math.min(untilNanos, nanos), cause, before);
    }
  }

  Intake(
      SourceSettings settings,
      SegmentLane lane,
      RecordingEvents events,
      StatusBoard status,
      MonotonicClock clock,
      InstantSource wallClock) {
    this.source = settings.name();
    this.clock = clock;
    this.events = events;
    this.status = status;
    this.lane = lane;
    this.wall = new WallTime(wallClock, clock);
    this.heardNanos = clock.nanos();
    SplitSchedule schedule = new SplitSchedule(settings.zone(), settings.interval());
    this.splitter = new Splitter(schedule, settings.chains(), lane, clock, wall, times);
  }

  /** A new connection is about to be made. */
  void connecting() {
    wall.follow().ifPresent(this::clockStepped);
    stream.restart();
    firstNanos = Long.MAX_VALUE;
    splitter.session(Long.toString(wall.at(clock.nanos()).toEpochMilli(), Character.MAX_RADIX));
    observedNanos = 0;
    times.reset();
    lateWatch.restart();
    reconnect.begin();
    restless = false;
    heldTitle = null;
    lane.title(Optional.empty(), clock.nanos());
    batch.clear();
  }

  /** How much audio the current connection has brought, a burst at its start not counted. */
  Duration received() {
    long connected = firstNanos == Long.MAX_VALUE ? 0 : clock.nanos() - firstNanos;
    return Duration.ofNanos(Math.min(connected, stream.endNanos()));
  }

  /**
   * The connection is over; what arrived is written and the segment ended.
   *
   * @param cause why; it becomes the gap's if audio comes again later
   */
  void disconnected(String cause) {
    endSegment(cause);
    Outage before = outage;
    if (before != null && before.isOver()) {
      endOutage(clock.nanos());
    }
    lane.interrupted();
    if (outage == null) {
      outage = new Outage(heardNanos, cause, lane.lastPath());
    }
  }

  /**
   * The session ends; where audio is missing, it is missing until now.
   *
   * @return whether nothing could be written at the end
   */
  @CanIgnoreReturnValue
  boolean stop(String reason) {
    endSegment(reason);
    endOutage(clock.nanos());
    lane.stop();
    return lane.isPaused();
  }

  /** Whether audio may not be on the disk, although writing it went well; any thread. */
  boolean anyDoubtful() {
    return lane.anyDoubtful();
  }

  private void endSegment(String reason) {
    takeBatch(clock.nanos());
    if (reconnect.isHolding()) {
      release(reconnect.giveUp());
      splitter.batch();
    }
    splitter.end(reason);
    damage.takeAll().ifPresent(this::gap);
  }

  @Override
  public void connected(String details) {
    LOG.info("{}: connected: {}", source, details);
  }

  @Override
  public void track(Track newTrack) {
    stream.track(newTrack);
    batch.add(new NewTrack(newTrack));
  }

  @Override
  public void packet(Packet packet) {
    long start = stream.add(packet);
    batch.add(new Audio(packet, start, stream.endNanos() - start));
  }

  @Override
  public void skipped(Skip skip) {
    batch.add(new Missing(skip, stream.endNanos()));
  }

  @Override
  public void title(String title) {
    batch.add(new Title(title, stream.endNanos()));
  }

  /**
   * As told.
   *
   * @throws CaptureException when the source makes a new file of every few bytes
   */
  @Override
  public void batch(long arrivalNanos) throws CaptureException {
    takeBatch(arrivalNanos);
    damage.take(clock.nanos()).ifPresent(this::gap);
    if (restless) {
      throw new CaptureException(
          "the source changes its format again and again, every time with a new file", true);
    }
  }

  private void takeBatch(long arrivalNanos) {
    Title held = heldTitle;
    if (held != null) {
      titled(held);
    }
    if (batch.isEmpty()) {
      return;
    }
    List<Arrival> arrived = List.copyOf(batch);
    batch.clear();
    wall.follow().ifPresent(this::clockStepped);
    if (stream.endNanos() > observedNanos) {
      firstNanos = Math.min(firstNanos, arrivalNanos);
      observedNanos = stream.endNanos();
      times.observe(observedNanos, arrivalNanos);
      reportLate(arrivalNanos);
    }
    if (reconnect.isHolding()) {
      reconnect.hold(arrived, heardNanos, times);
      reconnect.decide(arrivalNanos).ifPresent(this::release);
    } else {
      splitter.timesChanged();
      handle(arrived);
    }
    splitter.batch();
    if (outage == null && lane.isOpen()) {
      status.recording(wall.at(arrivalNanos));
    }
  }

  private void release(Reconnect.Decision decision) {
    splitter.timesChanged();
    if (decision.repeated() > 0) {
      LOG.info("{}: the server repeated {} packets that were dropped", source, decision.repeated());
      events.note(
          wall.at(clock.nanos()), "reconnected without a gap: " + decision.repeated() + " packets");
      outage = null;
      reconnect.continues();
    }
    handle(decision.arrivals());
  }

  private void handle(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      if (arrival instanceof Audio audio) {
        audio(audio);
      } else if (arrival instanceof NewTrack changed) {
        changed(changed.track());
      } else if (arrival instanceof Missing missing) {
        missing(missing);
      } else if (arrival instanceof Title title) {
        titled(title);
      }
    }
  }

  private void audio(Audio audio) {
    Outage open = outage;
    if (open != null) {
      outage = open.over(times.heardAt(audio.streamNanos()));
      splitter.begin(audio.packet(), audio.streamNanos(), audio.durationNanos());
      endOutageWithFile();
    }
    splitter.packet(audio.packet(), audio.streamNanos(), audio.durationNanos());
    endOutageWithFile();
    reconnect.recorded(audio.packet());
    heardNanos = times.heardAt(audio.streamNanos() + audio.durationNanos());
  }

  private void changed(Track newTrack) {
    restless |= !tracks.takes(clock.nanos());
    boolean same = track != null && newTrack.sameParameters(track);
    splitter.track(newTrack, reconnect.takeContinues(), same ? "next link" : "change of track");
    if (!newTrack.equals(track)) {
      reconnect.forget();
    }
    if (!same) {
      tell(newTrack);
    }
    track = newTrack;
    status.track(newTrack);
  }

  private void tell(Track newTrack) {
    LOG.info(
        "{}: {} {} Hz, {} channels",
        source,
        newTrack.codec(),
        newTrack.sampleRateHz(),
        newTrack.channels());
  }

  /** Audio is back: the gap is told when there is a file after it, or there will be none. */
  private void endOutageWithFile() {
    if (outage != null && !lane.isBeginning()) {
      endOutage(clock.nanos());
    }
  }

  /** Audio is back, or at that time never will be: the time without it is a gap. */
  private void endOutage(long nanos) {
    Outage open = outage;
    if (open != null) {
      outage = null;
      long until = Math.min(open.untilNanos(), nanos);
      if (open.isOver()) {
        lane.arrives(wall.at(until));
      }
      Duration lost = Duration.ofNanos(Math.max(0, until - open.sinceNanos()));
      Instant since = wall.at(open.sinceNanos());
      gap(since, lost, open.cause(), 0, open.before(), lane.path());
      reconnect.forget();
    }
  }

  private void missing(Missing missing) {
    Skip skip = missing.skip();
    Instant at = wall.at(times.heardAt(missing.streamNanos()));
    switch (skip.kind()) {
      case JOIN, TAG -> LOG.debug("{}: {} bytes: {}", source, skip.byteCount(), skip.cause());
      case FOREIGN -> tell(new DamageSum.Damage(at, Duration.ZERO, skip, lane.path()));
      case DAMAGE -> damaged(at, skip);
    }
  }

  private void damaged(Instant at, Skip skip) {
    Track current = track;
    long nanos = current == null ? 0 : skip.lostSamples() * 1_000_000_000L / current.sampleRateHz();
    tell(new DamageSum.Damage(at, Duration.ofNanos(nanos), skip, lane.path()));
    if (splitter.longEnough() && breaks.takes(clock.nanos())) {
      splitter.discontinue("gap");
    }
  }

  private void tell(DamageSum.Damage found) {
    damage.add(found);
    damage.take(clock.nanos()).ifPresent(this::gap);
  }

  private void gap(DamageSum.Damage sum) {
    gap(sum.start(), sum.lost(), sum.cause(), sum.bytes(), sum.before(), Optional.empty());
  }

  private void gap(
      Instant start,
      Duration length,
      String cause,
      long bytes,
      Optional<Path> before,
      Optional<Path> after) {
    status.gap();
    events.gap(start, length, cause, bytes, before, after);
    LOG.warn(
        "{}: gap of {} s: {}",
        source,
        String.format(Locale.ROOT, "%.3f", length.toNanos() / 1e9),
        cause);
  }

  private void titled(Title title) {
    heldTitle = null;
    boolean changes = !title.text().equals(lastTitle);
    if (changes && !titles.takes(clock.nanos())) {
      heldTitle = title;
      return;
    }
    Optional<String> playing = Optional.of(title.text()).filter(text -> !text.isBlank());
    lane.title(playing, clock.nanos());
    if (changes) {
      lastTitle = title.text();
      status.title(title.text());
      Instant at = wall.at(times.heardAt(title.streamNanos()));
      events.title(at, title.text(), lane.path(), lane.samples());
    }
  }

  private void reportLate(long arrivalNanos) {
    LateWatch.Late late = lateWatch.arrived(arrivalNanos, times);
    if (late != null) {
      events.late(wall.at(late.startNanos()), late.length(), late.caughtUp());
      LOG.info(
          "{}: late by {} ({})", source, late.length(), late.caughtUp() ? "caught up" : "for good");
      if (!late.caughtUp()) {
        neverCame(late);
        times.reset();
        times.observe(stream.endNanos(), arrivalNanos);
      }
    }
  }

  /** What was due during a pause did not come any more: it is missing. */
  private void neverCame(LateWatch.Late late) {
    Instant start = wall.at(late.startNanos());
    String cause = "the source paused and did not send what was due";
    gap(start, late.length(), cause, 0, lane.path(), Optional.empty());
  }

  private void clockStepped(Duration by) {
    splitter.end("system clock set");
    events.clockStepped(wall.at(clock.nanos()), by);
    LOG.warn("{}: the system's clock was set by {}: a new segment begins", source, by);
  }
}
