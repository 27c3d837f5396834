package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import isr.library.Catalogue;
import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.TitleSeen;
import isr.library.RecordedSegment;
import isr.library.SegmentQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/timeline?source=&day=}: what there is of a source on a day, what is missing, and
 * what was played; {@code GET /api/titles?query=}: when a title was played.
 */
final class TimelineHandler {
  /** A day of files of six seconds each. */
  private static final int MAX_SPANS = 14_500;

  private static final int MAX_GAPS = 5000;
  private static final int MAX_TITLES = 5000;
  private static final int MAX_FOUND = 100;

  private static final Comparator<Title> BY_TIME =
      Comparator.comparing(title -> OffsetDateTime.parse(title.time()).toInstant());

  private final Roots roots;
  private final InstantSource clock;
  private final ZoneId zone;

  TimelineHandler(Roots roots, InstantSource clock, ZoneId zone) {
    this.roots = roots;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * The answer; {@code from} and {@code to} are the ends of the day. When there is {@code more},
   * the latest of the day is left out.
   */
  record Timeline(
      String source,
      String day,
      String zone,
      String from,
      String to,
      List<Span> spans,
      List<Gap> gaps,
      List<Title> titles,
      boolean more) {}

  /** A file; {@code missing} when it was deleted; {@code bytes} while it grows. */
  record Span(
      String root,
      String path,
      @Nullable String route,
      String start,
      String end,
      @Nullable Long bytes,
      boolean recording,
      boolean missing) {}

  /** What is missing. */
  record Gap(String start, double seconds, String cause, boolean filled) {}

  /** What was played. */
  record Title(
      String source, String time, String title, @Nullable String root, @Nullable String path) {}

  /** What titles were found. */
  record Titles(List<Title> titles) {}

  HttpHandler timeline() {
    return this::answerTimeline;
  }

  HttpHandler titles() {
    return this::answerTitles;
  }

  private void answerTimeline(HttpServerExchange exchange) throws IOException {
    Parameters parameters = Parameters.of(exchange);
    String source =
        parameters.text("source").orElseThrow(() -> Problem.badRequest("source: it is missing"));
    LocalDate day =
        parameters.day("day").orElseGet(() -> LocalDate.ofInstant(clock.instant(), zone));
    Instant from = day.atStartOfDay(zone).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
    List<Span> spans = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    List<Title> titles = new ArrayList<>();
    boolean more = false;
    for (Root root : roots.all()) {
      Catalogue catalogue = root.library().catalogue();
      SegmentQuery query = SegmentQuery.ALL.of(source).between(from, to).atMost(MAX_SPANS);
      List<RecordedSegment> segments = catalogue.segments(query);
      List<GapRecorded> missing = catalogue.gaps(source, from, to, MAX_GAPS);
      List<TitleSeen> played = catalogue.titles(source, from, to, MAX_TITLES);
      more |=
          segments.size() == MAX_SPANS || missing.size() == MAX_GAPS || played.size() == MAX_TITLES;
      segments.forEach(segment -> span(root, segment, from).ifPresent(spans::add));
      missing.forEach(gap -> gaps.add(gap(gap)));
      played.forEach(t -> titles.add(title(root, t)));
    }
    titles.sort(BY_TIME);
    Answers.json(
        exchange,
        new Timeline(
            source, day.toString(), zone.getId(), text(from), text(to), spans, gaps, titles, more));
  }

  private void answerTitles(HttpServerExchange exchange) throws IOException {
    String text =
        Parameters.of(exchange)
            .text("query")
            .orElseThrow(() -> Problem.badRequest("query: it is missing"));
    List<Title> titles = new ArrayList<>();
    for (Root root : roots.all()) {
      root.library()
          .catalogue()
          .titles(text, MAX_FOUND)
          .forEach(found -> titles.add(title(root, found)));
    }
    titles.sort(BY_TIME.reversed());
    Answers.json(exchange, new Titles(titles));
  }

  private Optional<Span> span(Root root, RecordedSegment segment, Instant from) {
    if (segment.start().isEmpty()) {
      return Optional.empty();
    }
    OffsetDateTime start = segment.start().get();
    boolean open = segment.state() == RecordedSegment.State.OPEN;
    boolean recording = open && segment.source().filter(root.library()::isRecorded).isPresent();
    Optional<OffsetDateTime> end =
        segment.samples().isPresent() && segment.track().isPresent()
            ? Optional.of(end(start, segment))
            : recording
                ? Optional.of(clock.instant().atOffset(start.getOffset()))
                : Optional.empty();
    return end.filter(e -> e.toInstant().isAfter(from))
        .map(
            e ->
                new Span(
                    root.name(),
                    segment.path(),
                    segment.route().orElse(null),
                    text(start.toInstant()),
                    text(e.toInstant()),
                    recording ? bytes(root, segment) : null,
                    recording,
                    segment.missing()));
  }

  private static @Nullable Long bytes(Root root, RecordedSegment segment) {
    try {
      return Files.size(root.directory().resolve(segment.path()));
    } catch (IOException e) {
      return null; // gone
    }
  }

  private static OffsetDateTime end(OffsetDateTime start, RecordedSegment segment) {
    double seconds =
        (double) segment.samples().getAsLong() / segment.track().orElseThrow().sampleRateHz();
    return start.plusNanos((long) (seconds * 1e9));
  }

  private Gap gap(GapRecorded gap) {
    return new Gap(
        text(gap.start().toInstant()), gap.length().toNanos() / 1e9, gap.cause(), gap.filled());
  }

  private Title title(Root root, TitleSeen title) {
    return new Title(
        title.source(),
        text(title.time().toInstant()),
        title.title(),
        root.name(),
        title.path().orElse(null));
  }

  private String text(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
  }
}
