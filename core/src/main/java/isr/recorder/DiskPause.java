package isr.recorder;

import isr.media.Packet;
import isr.recorder.SourceStatus.State;
import isr.segment.DiskRoom;
import isr.segment.FileTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which the disk takes nothing of a source: why, what is lost meanwhile, and when to
 * try again.
 *
 * <p>Every {@link #LOOK_NANOS} it is looked whether the disk has room ({@link DiskRoom#isEnough}).
 * Where it has and writing fails all the same, the attempts come at growing intervals. Told are one
 * error, then the sum of what is missing at growing intervals, then the end. What is lost is
 * counted in packets, so that the gap has its exact length whatever the clocks say.
 */
final class DiskPause {
  /** Between two looks. */
  static final long LOOK_NANOS = 5_000_000_000L;

  /** The longest wait between two attempts. */
  static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

  /** From the error to the first sum, then twice as long each time. */
  static final long FIRST_SUM_NANOS = 60_000_000_000L;

  /** The longest time between two sums. */
  static final long LONGEST_SUM_NANOS = 3_600_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(DiskPause.class);

  private final SourceSettings settings;
  private final Optional<String> route;
  private final Function<Path, Optional<DiskRoom>> room;
  private final RecordingEvents events;
  private final StatusBoard status;

  /** Why nothing is written; null while it is. */
  private @Nullable String cause;

  /** When the first packet that is lost was heard; null while the source brings nothing. */
  private @Nullable Instant since;

  private @Nullable Path before;
  private long lostNanos;
  private long lostSamples;
  private int lostRateHz = 1;
  private long lostBytes;

  /** In the gaps that are told already. */
  private long toldNanos;

  private long waitNanos;
  private long retryNanos;
  private long sumNanos;
  private long nextSumNanos;

  /**
   * None so far.
   *
   * @param route of the files, where the source is recorded to several at a time
   * @param room of a directory's disk
   */
  DiskPause(
      SourceSettings settings,
      Optional<String> route,
      Function<Path, Optional<DiskRoom>> room,
      RecordingEvents events,
      StatusBoard status) {
    this.settings = settings;
    this.route = route;
    this.room = room;
    this.events = events;
    this.status = status;
  }

  /** Whether writing has failed, and no audio was written since. */
  boolean isOn() {
    return cause != null;
  }

  /**
   * Writing has failed, for the first time or once more.
   *
   * @param at when the first sample that could not be written was heard
   * @param last the segment that ends there
   */
  void failed(Exception failure, Instant at, Optional<Path> last, long nowNanos) {
    if (isOn()) {
      waitNanos = Math.min(2 * waitNanos, LONGEST_WAIT_NANOS);
    } else {
      begin(failure, nowNanos);
      before = last.orElse(null);
    }
    retryNanos = nowNanos + waitNanos;
    arrives(at);
  }

  private void begin(Exception failure, long nowNanos) {
    Optional<DiskRoom> found = room.apply(settings.directory());
    boolean full = FileTrouble.saysFull(failure) || found.filter(r -> !r.isEnough()).isPresent();
    cause = (full ? "disk full: " : "writing failed: ") + FileTrouble.reason(failure);
    toldNanos = 0;
    waitNanos = LOOK_NANOS;
    nextSumNanos = FIRST_SUM_NANOS;
    sumNanos = nowNanos + FIRST_SUM_NANOS;
    LOG.error("{}: {}; {}", settings.name(), cause, advice(settings.directory(), full, found));
  }

  private static String advice(Path directory, boolean full, Optional<DiskRoom> room) {
    String todo =
        full
            ? "delete or move files: recording to %s goes on by itself when %s are free there"
                .formatted(directory, room.map(r -> megabytes(r.floorBytes())).orElse("some MB"))
            : "recording to %s goes on by itself when it can be written".formatted(directory);
    return todo + "; what arrives until then is lost";
  }

  /** Whether to try to write again. */
  boolean mayTry(long nowNanos) {
    if (nowNanos - retryNanos < 0) {
      return false;
    }
    Optional<DiskRoom> found = room.apply(settings.directory());
    sumUp(found, nowNanos);
    boolean enough = found.map(DiskRoom::isEnough).orElse(true);
    if (!enough) {
      retryNanos = nowNanos + LOOK_NANOS;
    }
    return enough;
  }

  private void sumUp(Optional<DiskRoom> found, long nowNanos) {
    if (nowNanos - sumNanos >= 0) {
      nextSumNanos = Math.min(2 * nextSumNanos, LONGEST_SUM_NANOS);
      sumNanos = nowNanos + nextSumNanos;
      LOG.warn(
          "{}: {}; {} s are lost so far; {} has {} free",
          settings.name(),
          cause,
          seconds(toldNanos + lostNanos()),
          settings.directory(),
          found.map(r -> megabytes(r.usableBytes())).orElse("nobody knows how much"));
    }
  }

  /** The source brings audio, from then on, that is not written while the pause is on. */
  void arrives(Instant at) {
    if (isOn()) {
      since = since == null ? at : since;
      status.state(State.DISK_ERROR, at, cause, null);
    }
  }

  /** A packet arrived that is in no file. */
  void lost(Packet packet, int sampleRateHz) {
    lost(packet.sampleCount(), packet.payload().remaining(), sampleRateHz);
  }

  /** So many samples arrived that are in no file. */
  void lost(long samples, long bytes, int sampleRateHz) {
    if (!isOn()) {
      throw new IllegalStateException("nothing is lost while the disk takes everything");
    }
    if (sampleRateHz != lostRateHz) {
      lostNanos = lostNanos();
      lostSamples = 0;
      lostRateHz = sampleRateHz;
    }
    lostSamples += samples;
    lostBytes += bytes;
  }

  private long lostNanos() {
    return lostNanos
        + lostSamples / lostRateHz * 1_000_000_000L
        + lostSamples % lostRateHz * 1_000_000_000L / lostRateHz;
  }

  /** The source brings nothing any more: what was lost is a gap, what comes next is another. */
  void interrupted() {
    if (isOn()) {
      gap(Optional.empty());
    }
  }

  /** Audio is written again. */
  void end(Instant at, Path file) {
    if (isOn()) {
      gap(Optional.of(file));
      cause = null;
      status.state(State.RECORDING, at, null, null);
      LOG.info(
          "{}: writing again, to {}; {} s were lost", settings.name(), file, seconds(toldNanos));
    }
  }

  /** The session ends; where nothing can be written, that is said. */
  void stop() {
    if (isOn()) {
      gap(Optional.empty());
      LOG.error(
          "{}: stopped while nothing could be written to {} ({}): the last {} s are lost",
          settings.name(),
          settings.directory(),
          cause,
          seconds(toldNanos));
    }
  }

  private void gap(Optional<Path> after) {
    Instant start = since;
    String why = cause;
    long nanos = lostNanos();
    if (start != null && why != null && nanos + lostBytes > 0) {
      status.gap();
      Optional<Path> file = Optional.ofNullable(before);
      Duration length = Duration.ofNanos(nanos);
      events.gap(new RecordingEvents.Gap(start, length, why, lostBytes, file, after, false, route));
      LOG.warn("{}: gap of {} s: {}", settings.name(), seconds(nanos), why);
    }
    toldNanos += nanos;
    since = null;
    before = null;
    lostNanos = 0;
    lostSamples = 0;
    lostBytes = 0;
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
