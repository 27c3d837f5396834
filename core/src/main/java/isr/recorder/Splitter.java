package isr.recorder;

import isr.audio.MonotonicClock;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Track;
import isr.recorder.RecordingEvents.Origin;
import isr.splitting.LeadInRing;
import isr.splitting.SplitSchedule;
import isr.splitting.TimeMap;
import isr.splitting.WallTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a source's packets into segments at the split points.
 *
 * <p>A packet belongs to the segment in which its middle was heard; PCM is divided at the sample.
 * The split points are turned into stream time once a batch, so that a packet costs a comparison.
 */
final class Splitter {
  /** A segment that begins this close to its split point is named for the split point. */
  private static final Duration NEAR = Duration.ofSeconds(2);

  /**
   * Segments that follow each other begin at least so far apart: by their starts they are sorted.
   */
  private static final Duration APART = Duration.ofNanos(1000);

  /**
   * As many splits may come at once, after a pause or in a burst; after that one in the shortest
   * interval. What comes faster stays in its file: else a few bytes of a hostile stream, which last
   * for hours, fill the disk with files.
   */
  static final int MOST_SPLITS = 100;

  private final SplitSchedule schedule;
  private final Chains chains;
  private final Lanes lanes;
  private final MonotonicClock clock;
  private final WallTime wall;
  private final TimeMap times;
  private final LeadInRing ring = new LeadInRing();
  private final Allowance splits = new Allowance(MOST_SPLITS, SplitSchedule.MIN_INTERVAL);
  private @Nullable Track track;
  private @Nullable Instant splitPoint;
  private long splitStreamNanos = Long.MAX_VALUE;

  /** The stream time of the end of what was written. */
  private long writtenNanos;

  private boolean leadInHolds;
  private String session = "";

  /** The last segment's: that of the next is after it, though the map may have moved back. */
  private Instant lastStart = Instant.MIN;

  private Instant lastName = Instant.MIN;

  Splitter(
      SplitSchedule schedule,
      Chains chains,
      Lanes lanes,
      MonotonicClock clock,
      WallTime wall,
      TimeMap times) {
    this.schedule = schedule;
    this.chains = chains;
    this.lanes = lanes;
    this.clock = clock;
    this.wall = wall;
    this.times = times;
  }

  /** A connection begins; its segments are told by this name. */
  void session(String name) {
    session = name;
  }

  /**
   * The packets that follow are of this track. Ends the segment, unless it may go on with a new
   * link of a chain.
   *
   * @param continues whether they follow the last packet without a gap, so that it may serve as
   *     their lead-in
   */
  void track(Track newTrack, boolean continues, String reason) {
    if (!keeps(newTrack)) {
      end(reason);
    }
    lanes.track(newTrack);
    leadInHolds = continues && newTrack.equals(track);
    if (!leadInHolds) {
      ring.reset(newTrack.leadIn());
    }
    track = newTrack;
  }

  /** Whether the segment takes the track as the next link of its chain. */
  private boolean keeps(Track newTrack) {
    Track current = track;
    return chains == Chains.KEEP
        && current != null
        && newTrack.sameParameters(current)
        && lanes.chain(newTrack);
  }

  /** Audio is missing before the next packet: it begins a segment that has no lead-in. */
  void discontinue(String reason) {
    end(reason);
    leadInHolds = false;
    Track current = track;
    if (current != null) {
      ring.reset(current.leadIn());
    }
  }

  /** Whether the segment is long enough for a gap to end it; else a bad stream makes many files. */
  boolean longEnough() {
    Track current = track;
    return current != null
        && lanes.samples() >= SplitSchedule.MIN_INTERVAL.toSeconds() * current.sampleRateHz();
  }

  /** Ends the segment; the next packet begins another one. */
  void end(String reason) {
    lanes.close(reason, clock.nanos());
    splitStreamNanos = Long.MAX_VALUE;
    splitPoint = null;
  }

  /** The clock on the wall shows another time: ends the segment. */
  void clockStepped(String reason) {
    end(reason);
    lastStart = Instant.MIN;
    lastName = Instant.MIN;
  }

  /** The map from stream time to the wall clock has been brought up to date. */
  void timesChanged() {
    Instant next = splitPoint;
    if (next != null) {
      splitStreamNanos = times.streamAt(wall.nanosAt(next));
    }
  }

  /**
   * Adds a packet.
   *
   * @param streamNanos the stream time of its first sample
   * @param durationNanos how long it lasts
   */
  void packet(Packet packet, long streamNanos, long durationNanos) {
    if (track instanceof PcmTrack pcm) {
      pcm(pcm, packet, streamNanos);
      return;
    }
    boolean due = lanes.isOpen() && streamNanos + durationNanos / 2 >= splitStreamNanos;
    if (due && maySplit()) {
      split();
    }
    write(packet, streamNanos, durationNanos);
  }

  /** The packets of one batch have been added; their payloads are no longer used. */
  void batch() {
    ring.settle();
    lanes.batch(clock.nanos(), wall.at(times.heardAt(writtenNanos)));
  }

  /** Divides a run of PCM at every split point in it. */
  private void pcm(PcmTrack pcm, Packet packet, long streamNanos) {
    Packet rest = packet;
    long restNanos = streamNanos;
    open(rest, restNanos, 0);
    while (lanes.isOpen()) {
      long before = samplesBefore(splitStreamNanos - restNanos, pcm.sampleRateHz());
      if (before >= rest.sampleCount() || !maySplit()) {
        break;
      }
      if (before > 0) {
        write(piece(pcm, rest, 0, (int) before), restNanos, 0);
        rest = piece(pcm, rest, (int) before, rest.sampleCount());
        restNanos += before * 1_000_000_000L / pcm.sampleRateHz();
      }
      split();
      open(rest, restNanos, 0);
    }
    write(rest, restNanos, 0);
  }

  /**
   * How many samples have their time before a moment so many nanoseconds ahead. Stream time is
   * rounded down to a nanosecond, so a sample that early by less is not before it.
   */
  private static long samplesBefore(long nanos, int sampleRateHz) {
    if (nanos <= 0) {
      return 0;
    }
    if (nanos > 3_600_000_000_000L) {
      return Integer.MAX_VALUE;
    }
    return (nanos * sampleRateHz + 999_999_999L - sampleRateHz) / 1_000_000_000L;
  }

  private static Packet piece(PcmTrack pcm, Packet packet, int from, int to) {
    int first = packet.payload().position() + from * pcm.blockAlign();
    ByteBuffer bytes = packet.payload().slice(first, (to - from) * pcm.blockAlign());
    return new Packet(bytes, packet.samplePosition() + from, to - from);
  }

  private boolean maySplit() {
    return splits.takes(clock.nanos());
  }

  private void split() {
    lanes.close("split", clock.nanos());
    leadInHolds = true;
  }

  /** Begins a segment with this packet, which is added afterwards; nothing when there is one. */
  void begin(Packet first, long streamNanos, long durationNanos) {
    open(first, streamNanos, track instanceof PcmTrack ? 0 : durationNanos);
  }

  private void write(Packet packet, long streamNanos, long durationNanos) {
    open(packet, streamNanos, durationNanos);
    writtenNanos = streamNanos + nanosOf(packet);
    lanes.write(packet, clock.nanos());
    ring.add(packet);
  }

  private long nanosOf(Packet packet) {
    Track current = track;
    return current == null ? 0 : packet.sampleCount() * 1_000_000_000L / current.sampleRateHz();
  }

  /**
   * Begins a segment with this packet, which is added afterwards; nothing when there is one. A lane
   * that comes later than the others joins them until their next split point.
   *
   * @param streamNanos the stream time of its first sample
   * @param durationNanos how long it lasts, if it can not be divided
   */
  private void open(Packet first, long streamNanos, long durationNanos) {
    if (track == null || lanes.areOpen()) {
      return;
    }
    long now = clock.nanos();
    List<SegmentLane> ready = lanes.ready(now);
    if (ready.isEmpty()) {
      return;
    }
    boolean joins = lanes.isOpen();
    Instant at = later(wall.at(times.heardAt(streamNanos)), lastStart.plus(APART));
    Instant name = joins ? at : later(nameTime(at), lastName);
    List<Packet> leadIn = leadInHolds ? ring.packets() : List.of();
    lanes.open(ready, leadIn, at, name, new Origin(session, first.samplePosition()), now);
    leadInHolds = true;
    lastStart = at;
    if (!joins) {
      lastName = name;
      Instant middle = at.plusNanos(durationNanos / 2);
      splitPoint = schedule.next(middle.isBefore(name) ? name : middle);
      timesChanged();
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  private Instant nameTime(Instant at) {
    Instant planned = splitPoint;
    boolean near = planned != null && Duration.between(planned, at).abs().compareTo(NEAR) < 0;
    return near && planned != null ? planned : at;
  }
}
