package isr.capture.http;

import isr.media.MediaFormat;
import isr.media.Track;
import isr.recorder.RecordingEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an operator gets to read about one source, and which files it has. */
final class SaidLog implements RecordingEvents {
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private final List<Path> opened = new CopyOnWriteArrayList<>();
  final List<Path> closed = new CopyOnWriteArrayList<>();

  void say(String text) {
    said.add(text);
  }

  /** Messages and causes of gaps, each once. */
  List<String> lines() {
    return List.copyOf(said);
  }

  List<Path> files() {
    return List.copyOf(opened);
  }

  @Override
  public void opened(
      Path path, MediaFormat format, Track track, ZonedDateTime start, Origin origin) {
    opened.add(path);
  }

  @Override
  public void closed(
      Path path, Instant end, long samples, long bytes, String reason, OptionalDouble driftPpm) {
    closed.add(path);
  }

  @Override
  public void gap(Gap gap) {
    say(gap.cause());
  }

  @Override
  public void title(Instant at, String title, Optional<Path> path, long sample) {}

  @Override
  public void late(Instant start, Duration length, boolean caughtUp) {}

  @Override
  public void clockStepped(Instant at, Duration by) {}

  @Override
  public void indexPoint(Path path, long sample, long offset) {}

  @Override
  public void note(Instant at, String text) {}

  @Override
  public void force() {}
}
