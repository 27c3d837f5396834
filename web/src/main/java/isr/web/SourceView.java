package isr.web;

import isr.recorder.CardStatus;
import isr.recorder.SourceStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a source is doing, as JSON has it; what is not known is absent. Times are RFC 3339 in UTC.
 *
 * @param name of the source
 * @param root that it is recorded into; absent in a status file, which lies there
 * @param description of what it records
 * @param state {@link SourceStatus.State}, in lower case
 * @param since when that began
 * @param files being written, relative to the root
 * @param fileStart of the first one
 * @param fileBytes of all of them
 * @param totalBytes since the session began
 * @param codec with rate and channels
 * @param gaps since the session began
 * @param title the newest
 * @param message why it waits, or what went wrong
 * @param retryAt when it tries again
 * @param levels of each channel
 */
public record SourceView(
    String name,
    @Nullable String root,
    String description,
    String state,
    String since,
    List<String> files,
    @Nullable String fileStart,
    long fileBytes,
    long totalBytes,
    @Nullable String codec,
    long gaps,
    @Nullable String title,
    @Nullable String message,
    @Nullable String retryAt,
    @Nullable List<Level> levels) {
  /** What stands for digital silence, which JSON has no number for. */
  static final double FLOOR_DBFS = -120;

  /** One channel, in dB relative to full scale; -120 and below is -120. */
  public record Level(double peakDbfs, double rmsDbfs, boolean clips) {}

  /** The view of a source that is recorded into a directory. */
  static SourceView of(SourceStatus status, Path directory) {
    return new SourceView(
        status.name(),
        null,
        status.description(),
        status.state().name().toLowerCase(Locale.ROOT),
        status.since().toString(),
        status.files().stream().map(file -> relative(directory, file)).toList(),
        status.fileStart().map(Instant::toString).orElse(null),
        status.fileBytes(),
        status.totalBytes(),
        status.codec().orElse(null),
        status.gaps(),
        status.title().orElse(null),
        status.message().orElse(null),
        status.retryAt().map(Instant::toString).orElse(null),
        levels(status.card()));
  }

  /** The same with the root's name. */
  SourceView in(String rootName) {
    return new SourceView(
        name,
        rootName,
        description,
        state,
        since,
        files,
        fileStart,
        fileBytes,
        totalBytes,
        codec,
        gaps,
        title,
        message,
        retryAt,
        levels);
  }

  private static String relative(Path directory, Path file) {
    Path root = directory.toAbsolutePath().normalize();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(root) ? root.relativize(absolute).toString() : "";
  }

  private static @Nullable List<Level> levels(Optional<CardStatus> card) {
    return card.map(
            status ->
                status.channels().stream()
                    .map(c -> new Level(floor(c.peakDbfs()), floor(c.rmsDbfs()), c.clips()))
                    .toList())
        .filter(levels -> !levels.isEmpty())
        .orElse(null);
  }

  private static double floor(double dbfs) {
    return Double.isNaN(dbfs) || dbfs < FLOOR_DBFS ? FLOOR_DBFS : Math.round(dbfs * 10) / 10.0;
  }
}
