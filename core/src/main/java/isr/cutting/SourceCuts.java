package isr.cutting;

import isr.format.MediaFormats;
import isr.library.Catalogue;
import isr.library.LedgerEvent.GapRecorded;
import isr.library.PlacedSegment;
import isr.library.RecordedSegment;
import isr.media.Demuxer;
import isr.media.FlacTrack;
import isr.media.MediaFormat;
import isr.media.PcmTrack;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans cuts of what was recorded of a source between two times, whatever files it lies in.
 *
 * <p>Files that follow each other in the stream without a sample between are joined without a seam.
 * Where they do, the time of a sample is reckoned between the starts of the two, so that the drift
 * of a card's clock does not move a cut.
 */
public final class SourceCuts {
  /** More files than a week has at six seconds each are not cut at once. */
  private static final int MAX_FILES = 100_000;

  private static final int MAX_GAPS = 20_000;

  /** A month: more is more than anybody waits for. */
  private static final Duration LONGEST = Duration.ofDays(31);

  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** Segments that may lie between a segment and its next: those of other routes. */
  private static final int NEIGHBOURS = 20;

  /** Clocks that differ from the system's by more are taken for a step of it. */
  private static final double MAX_DRIFT = 0.02;

  /** Less between two files that do not follow each other is no gap to speak of. */
  private static final double MIN_GAP_SECONDS = 0.001;

  private final Path root;
  private final Catalogue catalogue;
  private final ZoneId zone;
  private final Request request;

  private final List<CutRun> runs = new ArrayList<>();
  private final List<CutGap> gaps = new ArrayList<>();
  private List<GapRecorded> told = List.of();
  private boolean exact = true;

  /** The run that is being gathered. */
  private final List<CutPiece> pieces = new ArrayList<>();

  private @Nullable Opened first;
  private Instant runStart = Instant.MIN;

  /** Up to when there is audio in what was planned so far. */
  private Instant covered;

  /**
   * What is asked for.
   *
   * @param source name of the source
   * @param route whose channels, where the source has several
   * @param from the beginning
   * @param to the end
   * @param gaps what becomes of what is missing
   */
  public record Request(
      String source, Optional<String> route, Instant from, Instant to, GapChoice gaps) {}

  private SourceCuts(Path root, Catalogue catalogue, ZoneId zone, Request request) {
    this.root = root;
    this.catalogue = catalogue;
    this.zone = zone;
    this.request = request;
    this.covered = request.from();
  }

  /**
   * Plans a cut.
   *
   * @param root the output directory
   * @param catalogue of it
   * @param zone of the times in names and headers
   * @throws CutRangeException when there is nothing between the two, or they make no sense
   */
  public static CutPlan plan(Path root, Catalogue catalogue, ZoneId zone, Request request)
      throws IOException {
    if (!request.to().isAfter(request.from())) {
      throw new CutRangeException("The end of the cut has to be after its start.");
    }
    if (request.from().isBefore(EARLIEST) || request.to().isAfter(LATEST)) {
      throw new CutRangeException("Nothing was recorded at such a time.");
    }
    if (Duration.between(request.from(), request.to()).compareTo(LONGEST) > 0) {
      throw new CutRangeException("A cut is at most " + LONGEST.toDays() + " days long.");
    }
    return new SourceCuts(root, catalogue, zone, request).plan();
  }

  private CutPlan plan() throws IOException {
    List<PlacedSegment> segments = segments();
    told =
        catalogue.gaps(
            request.source(), request.from().minus(Duration.ofDays(1)), request.to(), MAX_GAPS);
    for (int i = 0; i < segments.size(); i++) {
      PlacedSegment segment = segments.get(i);
      boolean goesOn = i > 0 && segments.get(i - 1).goesOnIn(segment);
      Optional<Instant> next =
          i + 1 < segments.size() && segment.goesOnIn(segments.get(i + 1))
              ? segments.get(i + 1).segment().start().map(OffsetDateTime::toInstant)
              : catalogue.startOfNext(segment, NEIGHBOURS);
      add(segment, goesOn, next);
    }
    endRun();
    if (runs.isEmpty()) {
      throw new CutRangeException("Nothing of " + request.source() + " was recorded in that time.");
    }
    gap(request.to(), false);
    filledGaps();
    return new CutPlan(List.copyOf(runs), List.copyOf(gaps), exact, 0, runs.get(0).info().start());
  }

  private List<PlacedSegment> segments() throws IOException {
    List<PlacedSegment> all =
        catalogue.placed(request.source(), request.from(), request.to(), MAX_DRIFT, MAX_FILES);
    TreeSet<String> routes = new TreeSet<>();
    all.forEach(placed -> placed.segment().route().ifPresent(routes::add));
    if (request.route().isEmpty() && routes.size() > 1) {
      throw new CutRangeException(
          "%s was recorded to several files at a time: say which of %s"
              .formatted(request.source(), String.join(", ", routes)));
    }
    return all.stream()
        .filter(p -> request.route().isEmpty() || p.segment().route().equals(request.route()))
        .toList();
  }

  /** A file that takes part. */
  private record Opened(
      MediaFormat format,
      Track track,
      SeekPoints points,
      long samples,
      Instant start,
      double rate) {
    Instant timeOf(long sample) {
      return start.plusNanos(Math.round(sample / rate * 1e9));
    }

    /** The sample in the file that is nearest in time. */
    long sampleAt(Instant time) {
      double seconds = Duration.between(start, time).toNanos() / 1e9;
      return Math.max(0, Math.min(samples, Math.round(seconds * rate)));
    }

    /** The part of a gap that would lie in the file. */
    FilledSilence.Expected partOf(GapRecorded gap) {
      Instant begin = gap.start().toInstant();
      long from = sampleAt(begin);
      return new FilledSilence.Expected(from, sampleAt(begin.plus(gap.length())) - from);
    }
  }

  private void add(PlacedSegment placed, boolean goesOn, Optional<Instant> next)
      throws IOException {
    RecordedSegment segment = placed.segment();
    Optional<OffsetDateTime> start = segment.start();
    Path file = root.resolve(segment.path());
    Optional<MediaFormat> known = MediaFormats.forFile(file);
    if (start.isEmpty() || known.isEmpty() || isBefore(segment, start.get().toInstant(), next)) {
      return;
    }
    MediaFormat format = known.get();
    try (FileChannel channel = FileChannel.open(file)) {
      SeekPoints points = LibraryCuts.points(catalogue, segment.path());
      Demuxer demuxer = format.demuxer(channel, points);
      long samples =
          segment.samples().isPresent() ? segment.samples().getAsLong() : demuxer.sampleCount();
      Opened opened =
          new Opened(
              format,
              demuxer.track(),
              points,
              samples,
              start.get().toInstant(),
              rate(demuxer.track().sampleRateHz(), start.get().toInstant(), samples, next));
      add(file, opened, demuxer, goesOn);
    }
  }

  /** Whether a segment ends before the range, as far as that is known without opening it. */
  private boolean isBefore(RecordedSegment segment, Instant start, Optional<Instant> next) {
    if (segment.samples().isEmpty() || segment.track().isEmpty()) {
      return false;
    }
    long samples = segment.samples().getAsLong();
    double seconds = samples / rate(segment.track().get().sampleRateHz(), start, samples, next);
    return !start.plusNanos(Math.round(seconds * 1e9)).isAfter(request.from());
  }

  /**
   * Samples a second of the system's clock.
   *
   * @param next start of the segment that begins with the next sample
   */
  private static double rate(double nominal, Instant start, long samples, Optional<Instant> next) {
    if (next.isEmpty() || samples == 0) {
      return nominal;
    }
    double seconds = Duration.between(start, next.get()).toNanos() / 1e9;
    double measured = samples / seconds;
    return Math.abs(measured / nominal - 1) < MAX_DRIFT ? measured : nominal;
  }

  private void add(Path file, Opened opened, Demuxer demuxer, boolean goesOn) throws IOException {
    long from = opened.sampleAt(request.from());
    long to = opened.sampleAt(request.to());
    if (from >= to) {
      return;
    }
    if (!FileCuts.isExact(opened.format(), opened.track())) {
      exact &= from == 0 && to == opened.samples();
      from = from == 0 ? 0 : FileCuts.frameHolding(demuxer, from).position();
      to = to == opened.samples() ? to : FileCuts.frameHolding(demuxer, to - 1).endPosition();
    }
    Instant start = opened.timeOf(from);
    boolean sameRun = !pieces.isEmpty() && isSameRun(opened);
    boolean joined = sameRun && goesOn && from == 0;
    double missing = joined ? 0 : gap(start, sameRun && isFillable(opened));
    if (!sameRun) {
      endRun();
      first = opened;
      runStart = start;
    }
    long silence =
        request.gaps() == GapChoice.FILL && sameRun && isFillable(opened)
            ? Math.round(missing * opened.track().sampleRateHz())
            : 0;
    CutPiece piece =
        new CutPiece(file, opened.format(), opened.points(), from, to, joined, silence);
    pieces.addAll(FilledSilence.without(piece, leftOut(opened)));
    covered = opened.timeOf(to);
  }

  /** The silence in a file that is to be left out. */
  private List<FilledSilence.Expected> leftOut(Opened opened) {
    if (request.gaps() != GapChoice.CLOSE || !FilledSilence.isPossible(opened.track())) {
      return List.of();
    }
    return told.stream()
        .filter(gap -> gap.filled() && isOwn(gap))
        .map(opened::partOf)
        .filter(silence -> silence.length() > 0)
        .toList();
  }

  private boolean isOwn(GapRecorded gap) {
    return request.route().isEmpty()
        || gap.route().isEmpty()
        || gap.route().equals(request.route());
  }

  private boolean isSameRun(Opened opened) {
    return first != null
        && first.format().name().equals(opened.format().name())
        && Joints.inOneFile(first.track(), opened.track());
  }

  private static boolean isFillable(Opened opened) {
    return opened.track() instanceof PcmTrack
        || (opened.track() instanceof FlacTrack flac && FlacEdges.exact(flac));
  }

  /** Tells what is missing up to a time, if anything is; its length in seconds. */
  private double gap(Instant until, boolean fillable) {
    double seconds = Duration.between(covered, until).toNanos() / 1e9;
    if (seconds < MIN_GAP_SECONDS) {
      return 0;
    }
    Instant from = covered;
    String cause =
        told.stream()
            .filter(g -> !g.filled())
            .filter(g -> g.start().toInstant().isBefore(until))
            .filter(g -> !g.start().toInstant().plus(g.length()).isBefore(from))
            .map(GapRecorded::cause)
            .findFirst()
            .orElse("nothing was recorded");
    gaps.add(new CutGap(at(from), seconds, cause, fillable, false));
    return seconds;
  }

  /** Gaps that silence stands for in the files. */
  private void filledGaps() {
    for (GapRecorded gap : told) {
      Instant start = gap.start().toInstant();
      boolean inside =
          start.isBefore(request.to()) && start.plus(gap.length()).isAfter(request.from());
      if (gap.filled() && inside && isOwn(gap)) {
        CutGap whole = new CutGap(0, gap.length().toNanos() / 1e9, gap.cause(), false, true);
        gaps.add(whole.shiftedBy(at(start)));
      }
    }
    gaps.sort((a, b) -> Double.compare(a.atSeconds(), b.atSeconds()));
  }

  private double at(Instant time) {
    return Duration.between(request.from(), time).toNanos() / 1e9;
  }

  private void endRun() {
    Opened of = first;
    if (pieces.isEmpty() || of == null) {
      return;
    }
    SegmentInfo info = new SegmentInfo(request.source(), runStart.atZone(zone));
    String source = request.source() + request.route().map(r -> "_" + r).orElse("");
    // It begins with a whole packet, or a sample's part early: it is called what was asked for.
    Instant named = runStart.isBefore(request.from()) ? request.from() : runStart;
    String name = CutNames.of(source, named.atZone(zone), of.format(), of.track());
    runs.add(new CutRun(name, of.format(), of.track(), List.copyOf(pieces), info));
    pieces.clear();
  }
}
