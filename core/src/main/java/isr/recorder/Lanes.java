package isr.recorder;

import isr.capture.SoundcardSpec;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Track;
import isr.segment.DiskSync;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that a source is written to at a time: one, or one for each route of a card.
 *
 * <p>All begin and end at the same sample. One whose disk fails drops out, and comes back where it
 * can be written again; the others go on.
 */
final class Lanes {
  private final List<Lane> lanes;

  /** A lane, with the channels that it takes; null: all that there is. */
  private record Lane(SegmentLane segments, @Nullable RouteChannels channels) {
    Track track(Track whole) {
      return channels != null && whole instanceof PcmTrack pcm ? channels.track(pcm) : whole;
    }

    void write(Packet packet, @Nullable Track whole, long nowNanos) {
      segments.write(picked(packet, whole), nowNanos);
    }

    private Packet picked(Packet packet, @Nullable Track whole) {
      return channels != null && whole instanceof PcmTrack pcm
          ? channels.pick(packet, pcm)
          : packet;
    }
  }

  /** The whole of what the packets are. */
  private @Nullable Track track;

  private Lanes(List<Lane> lanes) {
    this.lanes = lanes;
  }

  /** All goes to one file at a time. */
  Lanes(SegmentLane only) {
    this(List.of(new Lane(only, null)));
  }

  /** As many as the source has routes; one if it has none. */
  static Lanes of(
      SourceSettings settings, DiskSync disk, RecordingEvents events, StatusBoard status) {
    List<Lane> lanes = new ArrayList<>();
    if (settings.spec() instanceof SoundcardSpec card) {
      card.routes()
          .forEach(
              (route, channels) ->
                  lanes.add(
                      new Lane(
                          new SegmentLane(settings, Optional.of(route), disk, events, status),
                          new RouteChannels(channels))));
    }
    return lanes.isEmpty()
        ? new Lanes(new SegmentLane(settings, Optional.empty(), disk, events, status))
        : new Lanes(lanes);
  }

  /** Whether there is a segment that packets go to. */
  boolean isOpen() {
    for (Lane lane : lanes) {
      if (lane.segments.isOpen()) {
        return true;
      }
    }
    return false;
  }

  /** Whether every lane has one. */
  boolean areOpen() {
    for (Lane lane : lanes) {
      if (!lane.segments.isOpen()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a segment has no file yet. */
  boolean isBeginning() {
    return lanes.stream().anyMatch(lane -> lane.segments.isBeginning());
  }

  /** As {@link SegmentLane#takeRefusal}, of the first lane that has one; of all lanes. */
  Optional<String> takeRefusal() {
    return lanes.stream().map(lane -> lane.segments.takeRefusal()).toList().stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Whether a disk takes nothing. */
  boolean isPaused() {
    return lanes.stream().anyMatch(lane -> lane.segments.isPaused());
  }

  /** Whether audio may not be on the disk, although writing it went well; any thread. */
  boolean anyDoubtful() {
    return lanes.stream().anyMatch(lane -> lane.segments.anyDoubtful());
  }

  /** The lanes without a segment that may begin one. */
  List<SegmentLane> ready(long nowNanos) {
    return lanes.stream()
        .map(Lane::segments)
        .filter(lane -> !lane.isOpen() && lane.mayOpen(nowNanos))
        .toList();
  }

  /** The packets that follow are of this track; if a segment is open, it has the same rate. */
  void track(Track newTrack) {
    track = newTrack;
    lanes.forEach(lane -> lane.segments.track(lane.track(newTrack)));
  }

  /** The source brings nothing any more. */
  void interrupted() {
    lanes.forEach(lane -> lane.segments.interrupted());
  }

  /** The source brings audio again, from then on. */
  void arrives(Instant at) {
    lanes.forEach(lane -> lane.segments.arrives(at));
  }

  /** Audible samples of the segments being written. */
  long samples() {
    return lanes.stream().mapToLong(lane -> lane.segments.samples()).max().orElse(0);
  }

  /** The first of the segments being written. */
  Optional<Path> path() {
    return lanes.get(0).segments.path();
  }

  /** The segments being written, lane by lane. */
  List<Optional<Path>> paths() {
    return lanes.stream().map(lane -> lane.segments.path()).toList();
  }

  /** The segments that were written last, before the ones being written, lane by lane. */
  List<Optional<Path>> lastPaths() {
    return lanes.stream().map(lane -> lane.segments.lastPath()).toList();
  }

  /** The names of the routes, lane by lane; of a source without routes there is one lane. */
  List<Optional<String>> routes() {
    return lanes.stream().map(lane -> lane.segments.route()).toList();
  }

  /**
   * Begins segments of the track.
   *
   * @param ready of {@link #ready}
   * @param at when the first sample was heard
   * @param nameTime the time their names tell
   */
  void open(
      List<SegmentLane> ready,
      List<Packet> leadIn,
      Instant at,
      Instant nameTime,
      RecordingEvents.Origin origin,
      long nowNanos) {
    Track whole = track;
    if (whole == null) {
      throw new IllegalStateException("no track was told");
    }
    for (Lane lane : lanes) {
      if (ready.contains(lane.segments)) {
        lane.segments.open(lane.track(whole), leadIn, at, nameTime, origin, nowNanos);
      }
    }
  }

  /** As {@link SegmentLane#chain}; sources with routes have no chains. */
  boolean chain(Track next) {
    return lanes.size() == 1 && lanes.get(0).segments.chain(next);
  }

  /** Adds a packet to the segments that are open. */
  void write(Packet packet, long nowNanos) {
    for (Lane lane : lanes) {
      lane.write(packet, track, nowNanos);
    }
  }

  /** The source says what it plays from here on; empty: it has not said so yet. */
  void title(Optional<String> playing, long nowNanos) {
    lanes.forEach(lane -> lane.segments.title(playing, nowNanos));
  }

  /**
   * Hands what was added to the operating system.
   *
   * @param until when the last sample of it had been heard
   */
  void batch(long nowNanos, Instant until) {
    lanes.forEach(lane -> lane.segments.batch(nowNanos, until));
  }

  /** Ends the segments that are open. */
  void close(String reason, long nowNanos) {
    lanes.forEach(lane -> lane.segments.close(reason, nowNanos));
  }

  /** The session ends. */
  void stop() {
    lanes.forEach(lane -> lane.segments.stop());
  }
}
