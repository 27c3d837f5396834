package isr.cli;

import isr.media.ShownText;
import isr.recorder.SourceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One line of text per source, for a terminal. */
final class StatusLines {
  private static final int NAME_WIDTH = 16;

  private StatusLines() {}

  /**
   * The lines.
   *
   * @param most as many lines fit; where there are more sources, the last line counts the rest
   */
  static List<String> of(List<SourceStatus> sources, Instant now, int most) {
    List<String> lines = new ArrayList<>();
    int shown = sources.size() <= most ? sources.size() : most - 1;
    sources.subList(0, shown).forEach(source -> lines.add(line(source, now)));
    if (shown < sources.size()) {
      lines.add("… and " + (sources.size() - shown) + " more: " + summary(sources));
    }
    return lines;
  }

  /** One source. */
  static String line(SourceStatus source, Instant now) {
    StringBuilder line = new StringBuilder();
    line.append(pad(source.name(), NAME_WIDTH)).append(' ');
    switch (source.state()) {
      case RECORDING -> recording(line, source, now);
      case DISK_ERROR -> unwritten(line, source, now);
      case WAITING -> waiting(line, source, now);
      case CONNECTING -> line.append("connecting to ").append(source.description());
      case STOPPED -> line.append("stopped  ").append(size(source.totalBytes()));
      case GAVE_UP -> line.append("GAVE UP  ").append(source.message().orElse(""));
    }
    return ShownText.clean(line.toString()); // titles come from strangers
  }

  private static void recording(StringBuilder line, SourceStatus source, Instant now) {
    Duration elapsed = Duration.between(source.fileStart().orElse(now), now);
    line.append("REC  ");
    line.append(files(source.files()));
    line.append("  ").append(clock(elapsed)).append("  ").append(size(source.fileBytes()));
    line.append("  ").append(rate(source.fileBytes(), elapsed));
    line.append("  ").append(source.gaps()).append(source.gaps() == 1 ? " gap" : " gaps");
    source.card().ifPresent(card -> CardText.append(line, card, now));
    source.message().ifPresent(message -> line.append("  ").append(message));
    source.title().ifPresent(title -> line.append("  ").append(title));
  }

  /** The name of the first, and how many others there are. */
  private static String files(List<Path> files) {
    String first = files.isEmpty() ? "-" : String.valueOf(files.get(0).getFileName());
    return files.size() < 2 ? first : first + " +" + (files.size() - 1);
  }

  private static void unwritten(StringBuilder line, SourceStatus source, Instant now) {
    line.append("DISK not written for ").append(clock(Duration.between(source.since(), now)));
    line.append("  ").append(source.message().orElse(""));
  }

  private static void waiting(StringBuilder line, SourceStatus source, Instant now) {
    long seconds =
        source.retryAt().map(at -> Math.max(0, Duration.between(now, at).toSeconds())).orElse(0L);
    line.append("WAIT ").append(seconds).append(" s  ").append(source.message().orElse(""));
  }

  private static String summary(List<SourceStatus> sources) {
    long recording =
        sources.stream().filter(s -> s.state() == SourceStatus.State.RECORDING).count();
    return recording + " of " + sources.size() + " recording";
  }

  static String clock(Duration elapsed) {
    long seconds = Math.max(0, elapsed.toSeconds());
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  static String size(long bytes) {
    if (bytes < 1_000_000) {
      return bytes / 1000 + " kB";
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  private static String rate(long bytes, Duration elapsed) {
    long millis = elapsed.toMillis();
    return millis < 1000 ? "-" : bytes * 8 / millis + " kbit/s";
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
