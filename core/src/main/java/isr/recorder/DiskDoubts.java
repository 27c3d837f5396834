package isr.recorder;

import isr.segment.DiskSync;
import isr.segment.FileTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What could not be forced to the disk is a gap, and its file is followed by another. Told on the
 * sync thread, also after the end; asked on the source's.
 */
final class DiskDoubts {
  private static final Logger LOG = LoggerFactory.getLogger(DiskDoubts.class);

  /**
   * As many times at once a file whose forcing failed is followed by another; after that one a
   * minute, lest a bad disk be filled with tiny files.
   */
  private static final int MOST_LEFT = 3;

  private final String source;
  private final Optional<String> route;
  private final RecordingEvents events;
  private final StatusBoard status;
  private final Allowance leaving = new Allowance(MOST_LEFT, Duration.ofMinutes(1));

  /** The file that may not be on the disk as it was written. */
  private volatile @Nullable Path file;

  private volatile boolean any;

  DiskDoubts(String source, Optional<String> route, RecordingEvents events, StatusBoard status) {
    this.source = source;
    this.route = route;
    this.events = events;
    this.status = status;
  }

  /** Those of a file that begins at that time. */
  DiskSync.Doubt of(Instant begun, int rateHz) {
    return (path, cause, fromSample, toSample) -> {
      Instant from = begun.plusNanos((long) (fromSample * 1e9 / rateHz));
      Duration length = Duration.between(from, begun.plusNanos((long) (toSample * 1e9 / rateHz)));
      String why = "may be lost: forcing to the disk failed: " + FileTrouble.reason(cause);
      status.gap();
      events.gap(
          new RecordingEvents.Gap(
              from, length, why, 0, Optional.of(path), Optional.empty(), false, route));
      LOG.error("{}: {}: the last {} s {}", source, path, seconds(length), why);
      file = path;
      any = true;
    };
  }

  /** Whether there was one. */
  boolean any() {
    return any;
  }

  /** Whether the file is in doubt, and another is to be begun; once for each doubt. */
  boolean isToBeLeft(Path open, long nowNanos) {
    boolean isIt = open.equals(file);
    if (isIt) {
      file = null;
    }
    return isIt && leaving.takes(nowNanos);
  }

  private static String seconds(Duration length) {
    return String.format(Locale.ROOT, "%.3f", length.toNanos() / 1e9);
  }
}
