package isr.config;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import isr.recorder.RetryPolicy;
import isr.segment.FilenamePattern;
import isr.segment.FilenamePatternException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** Reads the keys of {@code [general]} where they stand: there, or in a source. */
final class RecordingReader {
  private static final double MAX_SECONDS = 3600;

  private final Section section;
  private final Path base;

  /** Relative paths are taken from {@code base}. */
  RecordingReader(Section section, Path base) {
    this.section = section;
    this.base = base;
  }

  /** The settings; what the section does not set, or sets wrongly, is as in the defaults. */
  RecordingSettings recording(RecordingSettings defaults) {
    Path directory = directory().orElse(defaults.directory());
    FilenamePattern names = names(directory).orElse(defaults.names());
    Duration interval = interval().orElse(defaults.interval());
    ZoneId zone = section.text("time_zone").flatMap(this::zone).orElse(defaults.zone());
    RetryPolicy retry =
        new RetryPolicy(
            section.integer("max_retries", 0, 1_000_000).orElse(defaults.retry().maxRetries()),
            seconds("retry_delay_seconds", 0.1).orElse(defaults.retry().delay()));
    Duration stall = seconds("stall_seconds", 1).orElse(defaults.stall());
    Duration sync = seconds("sync_seconds", 1).orElse(defaults.sync());
    return new RecordingSettings(directory, names, interval, zone, retry, stall, sync);
  }

  /** What is logged, and where; the same. */
  LogSettings log(LogSettings defaults) {
    return new LogSettings(
        level().orElse(defaults.level()),
        section.has("log_file") ? logFile() : defaults.file(),
        section
            .number("log_file_max_mb", 0.1, 10_000)
            .map(megabytes -> Math.round(megabytes * 1e6))
            .orElse(defaults.maxBytes()),
        section.integer("log_file_count", 1, 20).orElse(defaults.keptFiles()));
  }

  private Optional<LogLevel> level() {
    return section.choice("log_level", LogLevel.NAMES).map(LogLevel::valueOf);
  }

  private Optional<Duration> interval() {
    return section
        .number("split_minutes", 0.1, 1440)
        .map(minutes -> Duration.ofMillis(Math.round(minutes * 60_000)));
  }

  private Optional<Duration> seconds(String key, double min) {
    return section
        .number(key, min, MAX_SECONDS)
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private Optional<ZoneId> zone(String id) {
    try {
      return Optional.of(ZoneId.of(id));
    } catch (DateTimeException e) {
      String meant =
          Spelling.nearest(id, ZoneId.getAvailableZoneIds())
              .map(near -> "; did you mean \"" + near + "\"?")
              .orElse("");
      section.refuse(
          "time_zone",
          "expected a time zone such as \"Europe/Berlin\", found " + Found.value(id) + meant);
      return Optional.empty();
    }
  }

  private Optional<Path> directory() {
    if (section.text("output_directory").filter(String::isEmpty).isPresent()) {
      section.refuse("output_directory", "expected a directory, found an empty string");
    }
    Optional<Path> directory = path("output_directory");
    if (directory.filter(d -> Files.exists(d) && !Files.isDirectory(d)).isPresent()) {
      section.refuse("output_directory", "expected a directory, found a file");
      return Optional.empty();
    }
    return directory;
  }

  private Optional<Path> logFile() {
    Optional<Path> file = path("log_file");
    if (file.filter(Files::isDirectory).isPresent()) {
      section.refuse("log_file", "expected a file, found a directory");
    }
    return file;
  }

  private Optional<Path> path(String key) {
    return section.textOrNone(key).flatMap(text -> path(key, text));
  }

  private Optional<Path> path(String key, String text) {
    if (text.equals("~") || text.startsWith("~/")) {
      section.refuse(key, "~ is not replaced here; expected the whole path");
      return Optional.empty();
    }
    try {
      return Optional.of(base.resolve(text).normalize());
    } catch (InvalidPathException e) {
      section.refuse(key, unusable(e));
      return Optional.empty();
    }
  }

  private Optional<FilenamePattern> names(Path directory) {
    return section.text("filename_pattern").flatMap(text -> names(text, directory));
  }

  private Optional<FilenamePattern> names(String text, Path directory) {
    try {
      FilenamePattern names = new FilenamePattern(text);
      checkEncoding(names, directory);
      return Optional.of(names);
    } catch (FilenamePatternException e) {
      section.refuse("filename_pattern", String.valueOf(e.getMessage()));
    } catch (InvalidPathException e) {
      section.refuse("filename_pattern", unusable(e));
    }
    return Optional.empty();
  }

  /** Throws when the system's file names can not hold the pattern: an ä under LANG=C. */
  @CanIgnoreReturnValue
  private static Path checkEncoding(FilenamePattern names, Path directory) {
    return directory.resolve(names.format(NameClashes.SAMPLE, "a", Optional.empty()));
  }

  private static String unusable(InvalidPathException e) {
    return "not a path on this system ("
        + e.getReason()
        + "); for letters beyond ASCII start with LC_ALL=C.UTF-8";
  }
}
