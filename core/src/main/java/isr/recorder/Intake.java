package isr.recorder;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import isr.audio.MonotonicClock;
import isr.audio.SleepWatch;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.capture.CardReport;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.media.Track;
import isr.recorder.Arrival.Audio;
import isr.recorder.Arrival.Missing;
import isr.recorder.Arrival.NewTrack;
import isr.recorder.Arrival.Title;
import isr.recorder.DamageSum.Damage;
import isr.splitting.SplitSchedule;
import isr.splitting.TimeMap;
import isr.splitting.WallTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

  /** As many times at once damage may begin a new file; faster than heard, it makes many. */
  private static final int MOST_BREAKS = 5;

  /** As many tracks may come at once, each with a file of its own; after that one in 5 s. */
  private static final int MOST_TRACKS = 20;

  /** A card that gave nothing for so long before the session ended has left a gap. */
  private static final long SILENT_NANOS = 1_000_000_000L;

  private final String source;
  private final MonotonicClock clock;
  private final RecordingEvents events;
  private final StatusBoard status;
  private final Lanes lanes;
  private final WallTime wall;
  private final TimeMap times = new TimeMap();
  private final Splitter splitter;
  private final Filler filler;
  private final SleepWatch sleep;
  private final StreamClock stream = new StreamClock();
  private final LateWatch lateWatch = new LateWatch();
  private final Reconnect reconnect = new Reconnect();
  private final GapReport gaps;
  private final LevelWatch levels;
  private final TitleFeed titles;
  private final Allowance breaks = new Allowance(MOST_BREAKS, SplitSchedule.MIN_INTERVAL);
  private final Allowance tracks = new Allowance(MOST_TRACKS, Duration.ofSeconds(5));
  private final List<Arrival> batch = new ArrayList<>();
  private @Nullable Track track;

  /** Of the packets that arrive: {@link #track} once their batch is handled. */
  private @Nullable Track arriving;

  private @Nullable Outage outage;
  private long observedNanos;
  private long heardNanos;
  private long firstNanos = Long.MAX_VALUE;
  private boolean restless;

  /**
   * Audio is not arriving: since when, until when if it is back, and why. A gap is told when the
   * file that follows it is there.
   */
  private record Outage(
      long sinceNanos, long untilNanos, String cause, List<Optional<Path>> before) {
    Outage(long sinceNanos, String cause, List<Optional<Path>> before) {
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
      Lanes lanes,
      RecordingEvents events,
      StatusBoard status,
      MonotonicClock clock,
      InstantSource wallClock) {
    this.source = settings.name();
    this.clock = clock;
    this.events = events;
    this.status = status;
    this.lanes = lanes;
    this.levels = new LevelWatch(settings.name(), status);
    this.gaps = new GapReport(settings.name(), lanes, events, status);
    this.wall = new WallTime(wallClock, clock);
    this.heardNanos = clock.nanos();
    SplitSchedule schedule = new SplitSchedule(settings.zone(), settings.interval());
    this.splitter = new Splitter(schedule, settings.chains(), lanes, clock, wall, times);
    this.filler = new Filler(settings.fillsGaps(), splitter);
    this.sleep = SleepWatch.of(clock);
    this.titles = new TitleFeed(lanes, events, status, clock, wall, times);
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
    Optional<String> old = lanes.takeRefusal();
    old.ifPresent(refusal -> LOG.debug("{}: before: {}", source, refusal));
    titles.restart();
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
    lanes.interrupted();
    status.levels(List.of());
    if (outage == null) {
      outage = new Outage(heardNanos, cause, lanes.lastPaths());
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
    boolean silent = clock.nanos() - heardNanos >= SILENT_NANOS;
    if (outage == null && track instanceof PcmTrack && silent) {
      outage = new Outage(heardNanos, "the card gave nothing more", lanes.lastPaths());
    }
    endOutage(clock.nanos());
    lanes.stop();
    return lanes.isPaused();
  }

  /** Whether audio may not be on the disk, although writing it went well; any thread. */
  boolean anyDoubtful() {
    return lanes.anyDoubtful();
  }

  private void endSegment(String reason) {
    takeBatch(restNanos());
    if (reconnect.isHolding()) {
      release(reconnect.giveUp());
      splitter.batch();
    }
    splitter.end(reason);
    gaps.end();
  }

  /** When what came without a time was heard: a card's goes on as before, others' has just come. */
  private long restNanos() {
    boolean goesOn = arriving instanceof PcmTrack && times.isSet();
    return goesOn ? times.heardAt(stream.endNanos()) : clock.nanos();
  }

  @Override
  public void connected(String details) {
    LOG.info("{}: connected: {}", source, details);
  }

  @Override
  public void track(Track newTrack) {
    stream.track(newTrack);
    arriving = newTrack;
    batch.add(new NewTrack(newTrack));
  }

  @Override
  public void card(CardReport report) {
    status.card(report);
  }

  @Override
  public void packet(Packet packet) {
    long start = stream.add(packet);
    batch.add(new Audio(packet, start, stream.endNanos() - start));
  }

  @Override
  public void skipped(Skip skip) {
    batch.add(new Missing(skip, stream.endNanos(), stream.endPosition()));
    if (arriving instanceof PcmTrack) {
      stream.skip(skip.lostSamples());
    }
  }

  @Override
  public void title(String title) {
    batch.add(new Title(title, stream.endNanos()));
  }

  /**
   * As told.
   *
   * @throws CaptureException when the source makes a new file of every few bytes, or sends what no
   *     file holds
   */
  @Override
  public void batch(long arrivalNanos) throws CaptureException {
    takeBatch(arrivalNanos);
    gaps.tell(clock.nanos());
    if (restless) {
      throw new CaptureException(
          "the source changes its format again and again, every time with a new file", true);
    }
    Optional<String> refusal = lanes.takeRefusal();
    if (refusal.isPresent()) {
      throw new CaptureException(
          "the source sends what is not of its format: " + refusal.get(), true);
    }
  }

  private void takeBatch(long arrivalNanos) {
    titles.tellHeld();
    if (batch.isEmpty()) {
      return;
    }
    List<Arrival> arrived = List.copyOf(batch);
    batch.clear();
    wall.follow().ifPresent(this::clockStepped);
    if (stream.endNanos() > observedNanos) {
      firstNanos = Math.min(firstNanos, arrivalNanos);
      observedNanos = stream.endNanos();
      observe(arrivalNanos);
    }
    if (reconnect.isHolding()) {
      reconnect.hold(arrived, heardNanos, times);
      reconnect.decide(arrivalNanos).ifPresent(this::release);
    } else {
      splitter.timesChanged();
      handle(arrived);
    }
    splitter.batch();
    if (outage == null && lanes.areOpen()) {
      status.recording(wall.at(arrivalNanos));
    }
  }

  /** A card's samples have the time that is told; what comes by a network may be late. */
  private void observe(long arrivalNanos) {
    if (arriving instanceof PcmTrack) {
      times.trust(observedNanos, arrivalNanos);
    } else {
      times.observe(observedNanos, arrivalNanos);
      reportLate(arrivalNanos);
    }
  }

  private void release(Reconnect.Decision decision) {
    splitter.timesChanged();
    if (decision.repeated() > 0) {
      LOG.info("{}: the server repeated {} packets that were dropped", source, decision.repeated());
      events.note(
          wall.at(clock.nanos()), "reconnected without a gap: " + decision.repeated() + " packets");
      outage = null;
      if (decision.continues()) {
        reconnect.continues();
      }
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
        titles.tell(title);
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
    if (gaps.isBroken()) {
      splitter.begin(audio.packet(), audio.streamNanos(), audio.durationNanos());
      gaps.begun(clock.nanos());
    }
    splitter.packet(audio.packet(), audio.streamNanos(), audio.durationNanos());
    endOutageWithFile();
    heardNanos = times.heardAt(audio.streamNanos() + audio.durationNanos());
    if (track instanceof PcmTrack) {
      levels.add(audio.packet(), wall.at(heardNanos));
    } else {
      reconnect.recorded(audio.packet());
    }
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
    if (newTrack instanceof PcmTrack pcm) {
      levels.track(pcm);
    }
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
    if (outage != null && !lanes.isBeginning()) {
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
        lanes.arrives(wall.at(until));
      }
      Duration lost = Duration.ofNanos(Math.max(0, until - open.sinceNanos()));
      Instant since = wall.at(open.sinceNanos());
      gaps.tell(new Damage(since, lost, open.cause(), open.before()).until(lanes.paths()));
      reconnect.forget();
    }
  }

  private void missing(Missing missing) {
    Skip skip = missing.skip();
    boolean card = track instanceof PcmTrack && outage == null;
    Instant at = wall.at(card ? heardNanos : times.heardAt(missing.streamNanos()));
    switch (skip.kind()) {
      case JOIN, TAG -> LOG.debug("{}: {} bytes: {}", source, skip.byteCount(), skip.cause());
      case FOREIGN -> gaps.add(new Damage(at, Duration.ZERO, skip, lanes.paths()), clock.nanos());
      case DAMAGE -> damaged(at, missing);
    }
  }

  private void damaged(Instant at, Missing missing) {
    Skip skip = missing.skip();
    Track current = track;
    long nanos = current == null ? 0 : skip.lostSamples() * 1_000_000_000L / current.sampleRateHz();
    Damage found = new Damage(at, Duration.ofNanos(nanos), skip, lanes.paths());
    if (current instanceof PcmTrack pcm) {
      cardLost(pcm, missing, found);
      return;
    }
    gaps.add(found, clock.nanos());
    if (splitter.longEnough() && breaks.takes(clock.nanos())) {
      splitter.discontinue("gap");
    }
  }

  /** What a card has lost becomes silence, or ends the segment. */
  private void cardLost(PcmTrack pcm, Missing missing, Damage found) {
    long now = clock.nanos();
    heardNanos = times.heardAt(missing.streamNanos() + found.lost().toNanos());
    if (outage == null && filler.fills(found.lost())) {
      filler.fill(pcm, missing);
      gaps.add(found.until(lanes.paths()).withSilence(), now);
    } else if (breaks.takes(now)) {
      splitter.discontinue("gap");
      gaps.broken(filler.isTooLong(found.lost()) ? found.unfilled() : found, now);
    } else {
      gaps.add(found, now);
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
    gaps.tell(new Damage(start, late.length(), cause, lanes.paths()));
  }

  /** The clock on the wall went on, all others stood still: what was to be heard is missing. */
  private void slept(Duration length) {
    Instant start = wall.at(clock.nanos()).minus(length);
    List<Optional<Path>> paths = lanes.paths();
    splitter.end("the machine slept");
    gaps.tell(new Damage(start, length, "the machine slept", paths));
    LOG.warn("{}: the machine slept for {} s", source, length.toMillis() / 1000.0);
  }

  private void clockStepped(Duration by) {
    Duration slept = by.isNegative() ? Duration.ZERO : sleep.slept();
    if (!slept.isZero()) {
      slept(slept);
      return;
    }
    splitter.clockStepped("system clock set");
    events.clockStepped(wall.at(clock.nanos()), by);
    LOG.warn("{}: the system's clock was set by {}: a new segment begins", source, by);
  }
}
