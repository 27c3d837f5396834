package isr.library;

import isr.library.LedgerEvent.ClockStepped;
import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.LateDelivery;
import isr.library.LedgerEvent.Note;
import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentDeleted;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.LedgerEvent.SegmentRepaired;
import isr.library.LedgerEvent.TitleSeen;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/** Events for tests. */
final class Events {
  static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-21T12:00:00.25+01:00");
  static final TrackSummary MP3 = new TrackSummary("mp3", 44_100, 2, OptionalInt.empty());

  private Events() {}

  static SegmentOpened opened(String source, String path, OffsetDateTime start) {
    return new SegmentOpened(source, start, path, "mp3", start, 44_100, MP3, "s1");
  }

  static SegmentClosed closed(String source, String path, OffsetDateTime time) {
    return new SegmentClosed(source, time, path, 441_000, 160_000, "split");
  }

  static Note note(String text) {
    return new Note("radio1", NOON, text);
  }

  /** One of each kind, with every field set. */
  static List<LedgerEvent> ofEveryKind() {
    return List.of(
        opened("radio1", "a/b.mp3", NOON),
        closed("radio1", "a/b.mp3", NOON),
        new SegmentRepaired("radio1", NOON, "a/b.mp3", 44_100, 16_000, 17),
        new GapRecorded(
            "radio1",
            NOON.plusSeconds(6),
            NOON,
            Duration.ofMillis(5250),
            "connection lost",
            OptionalLong.of(1234),
            Optional.of("a/b.mp3"),
            Optional.of("a/c.mp3")),
        new TitleSeen("radio1", NOON, "Ella \"Fitz\" – Früh\n", Optional.of("a/b.mp3"), 1234),
        new LateDelivery("radio1", NOON, Duration.ofSeconds(5), true),
        new ClockStepped("radio1", NOON, Duration.ofMillis(-3600_500)),
        note("started"),
        new SegmentDeleted("radio1", NOON, "a/d.mp3"));
  }

  /** A segment of one route of a card, and a gap in it, with every field set. */
  static List<LedgerEvent> ofACard() {
    return List.of(
        new SegmentOpened(
            "mic", NOON, "a/l.mp3", "mp3", NOON, 44_100, MP3, "s1", Optional.of("left")),
        new SegmentClosed(
            "mic", NOON, "a/l.mp3", 441_000, 160_000, "split", OptionalDouble.of(-12.34)),
        new GapRecorded(
            "mic",
            NOON.plusSeconds(1),
            NOON,
            Duration.ofNanos(20_833),
            "overrun",
            OptionalLong.empty(),
            Optional.of("a/l.mp3"),
            Optional.empty(),
            true,
            Optional.of("left")));
  }

  /** A plausible run of a few sources over some days, with crashes, in the order it is written. */
  static List<LedgerEvent> random(long seed, int count) {
    Random random = new Random(seed);
    List<LedgerEvent> events = new ArrayList<>();
    String[] open = new String[3];
    OffsetDateTime time = NOON;
    while (events.size() < count) {
      time = time.plusNanos(random.nextLong(900_000_000_000L));
      int source = random.nextInt(open.length);
      events.add(next(random, source, open, time, events.size()));
    }
    return events;
  }

  private static LedgerEvent next(
      Random random, int source, String[] open, OffsetDateTime time, int serial) {
    String name = "radio" + source;
    String path = open[source];
    int kind = random.nextInt(10);
    if (path == null || kind == 0) {
      open[source] = name + "/" + (random.nextInt(8) == 0 ? "again" : serial) + ".mp3";
      return opened(name, open[source], time);
    }
    if (kind < 5) {
      open[source] = null;
      return closed(name, path, time);
    }
    return switch (kind) {
      case 5 -> new TitleSeen(name, time, "title " + serial, Optional.of(path), serial);
      case 6 ->
          new GapRecorded(
              name,
              time,
              time.minusSeconds(3),
              Duration.ofSeconds(3),
              "stalled",
              OptionalLong.empty(),
              Optional.of(path),
              Optional.empty());
      case 7 -> new SegmentRepaired(name, time, path, 1, 2, 3);
      case 8 -> new LateDelivery(name, time, Duration.ofSeconds(2), false);
      default -> new Note(name, time, "note " + serial);
    };
  }
}
