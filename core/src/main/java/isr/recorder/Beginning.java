package isr.recorder;

import isr.media.MediaFormat;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.media.Track;
import isr.segment.SegmentWriter;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A segment that has no file yet, because it has too few packets for one.
 *
 * @param at when its first sample was heard
 * @param nameTime the time its name tells
 * @param title what was being played when it began
 * @param held its first packets, lent until the end of their batch
 */
record Beginning(
    Track track,
    MediaFormat format,
    List<Packet> leadIn,
    Instant at,
    Instant nameTime,
    RecordingEvents.Origin origin,
    Optional<String> title,
    List<Packet> held) {
  long samples() {
    return held.stream().mapToLong(Packet::sampleCount).sum();
  }

  boolean isEnough() {
    return held.size() >= format.fewestPackets();
  }

  Beginning titled(Optional<String> startTitle) {
    return new Beginning(track, format, leadIn, at, nameTime, origin, startTitle, held);
  }

  /** When it began, in the zone of the source. */
  ZonedDateTime zoned(SourceSettings settings) {
    return at.atZone(settings.zone());
  }

  /** What its file is to be. */
  SegmentWriter.Request request(SourceSettings settings, Optional<String> route) {
    String name = settings.names().format(nameTime.atZone(settings.zone()), settings.name(), route);
    String from = route.map(channels -> settings.name() + " " + channels).orElse(settings.name());
    SegmentInfo info = new SegmentInfo(from, zoned(settings), title);
    return new SegmentWriter.Request(
        settings.directory(), name, format, track, info, settings.sync());
  }
}
