package isr.recorder;

import isr.media.MediaFormat;
import isr.media.Track;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what happened as lines of text, and the files in their order. */
class EventLog implements RecordingEvents {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<Path> files = new ArrayList<>();
  final List<Gap> gaps = new ArrayList<>();

  @Override
  public void opened(
      Path path, MediaFormat format, Track track, ZonedDateTime start, Origin origin) {
    files.add(path);
    lines.add("opened " + path.getFileName() + " " + start.toInstant());
  }

  @Override
  public void closed(
      Path path, Instant end, long samples, long bytes, String reason, OptionalDouble driftPpm) {
    lines.add("closed " + path.getFileName() + " " + samples + " " + reason);
  }

  @Override
  public void gap(Gap gap) {
    gaps.add(gap);
    lines.add(
        "gap "
            + gap.start()
            + " "
            + gap.length()
            + " "
            + gap.cause()
            + " "
            + gap.bytes()
            + (gap.filled() ? " filled" : "")
            + gap.route().map(route -> " on " + route).orElse(""));
  }

  @Override
  public void title(Instant at, String title, Optional<Path> path, long sample) {
    lines.add("title " + at + " " + title + " " + sample);
  }

  @Override
  public void late(Instant start, Duration length, boolean caughtUp) {
    lines.add("late " + start + " " + length + " " + caughtUp);
  }

  @Override
  public void clockStepped(Instant at, Duration by) {
    lines.add("stepped " + by);
  }

  @Override
  public void indexPoint(Path path, long sample, long offset) {
    lines.add("index " + path.getFileName() + " " + sample + " " + offset);
  }

  @Override
  public void note(Instant at, String text) {
    lines.add("note " + text);
  }

  @Override
  public void force() {}

  /** The lines that begin with one of these words. */
  List<String> only(String... words) {
    return lines.stream()
        .filter(line -> List.of(words).contains(line.substring(0, line.indexOf(' '))))
        .toList();
  }
}
