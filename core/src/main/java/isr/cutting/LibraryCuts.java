package isr.cutting;

import isr.cutting.FileCuts.Cuttable;
import isr.library.Catalogue;
import isr.library.IndexPoint;
import isr.library.LedgerEvent.GapRecorded;
import isr.library.RecordedSegment;
import isr.media.MediaFormat;
import isr.media.SeekPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What a library knows of a file that is to be cut. */
public final class LibraryCuts {
  private static final int MAX_GAPS = 1000;

  private LibraryCuts() {}

  /**
   * A recording of a library.
   *
   * @param catalogue of the library; one that can not be read knows nothing
   * @param path of the recording as the library names it
   * @param file to read
   * @param zone of the time at which it began
   */
  public static Cuttable of(
      Catalogue catalogue, String path, Path file, MediaFormat format, ZoneId zone) {
    try {
      Optional<RecordedSegment> segment = catalogue.segment(path);
      if (segment.isPresent()) {
        return of(catalogue, segment.get(), file, format, zone);
      }
    } catch (IOException e) { // a file can be cut without books
      return new Cuttable(file, format);
    }
    return new Cuttable(file, format);
  }

  private static Cuttable of(
      Catalogue catalogue, RecordedSegment segment, Path file, MediaFormat format, ZoneId zone)
      throws IOException {
    return new Cuttable(
        file,
        format,
        points(catalogue, segment.path()),
        segment.source(),
        segment.start().map(start -> start.atZoneSameInstant(zone)),
        gaps(catalogue, segment));
  }

  /** Places in a recording that the catalogue knows; none where it can not be read. */
  static SeekPoints points(Catalogue catalogue, String path) {
    return sample -> {
      try {
        Optional<IndexPoint> found = catalogue.pointBefore(path, sample);
        return found.map(point -> new SeekPoints.Point(point.sample(), point.byteOffset()));
      } catch (IOException e) { // it is only slower without
        return Optional.empty();
      }
    };
  }

  private static List<CutGap> gaps(Catalogue catalogue, RecordedSegment segment)
      throws IOException {
    Optional<Instant> start = segment.start().map(OffsetDateTime::toInstant);
    if (segment.source().isEmpty() || start.isEmpty()) {
      return List.of();
    }
    Instant begin = start.get();
    Instant end = begin.plus(length(segment));
    return catalogue.gaps(segment.source().get(), begin, end, MAX_GAPS).stream()
        .filter(GapRecorded::filled)
        .filter(gap -> gap.route().isEmpty() || gap.route().equals(segment.route()))
        .map(gap -> gap(gap, begin))
        .toList();
  }

  private static CutGap gap(GapRecorded gap, Instant begin) {
    double at = Duration.between(begin, gap.start().toInstant()).toNanos() / 1e9;
    return new CutGap(at, gap.length().toNanos() / 1e9, gap.cause(), false, true);
  }

  /** A growing recording may have any. */
  private static Duration length(RecordedSegment segment) {
    if (segment.samples().isEmpty() || segment.track().isEmpty()) {
      return Duration.ofDays(1);
    }
    double seconds = (double) segment.samples().getAsLong() / segment.track().get().sampleRateHz();
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
