package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import isr.format.MediaFormats;
import isr.library.ListedRecording;
import isr.library.RecordedSegment;
import isr.library.RecordedSegment.State;
import isr.library.RecordingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /api/recordings}: the recordings of all roots, the newest first, by pages. */
final class RecordingsHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingsHandler.class);

  private static final int DEFAULT_LIMIT = 50;

  /** Files that came without a recorder are looked for so often, while somebody asks. */
  private static final Duration RESCAN = Duration.ofSeconds(60);

  private final Roots roots;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Rescans rescans;

  RecordingsHandler(Roots roots, InstantSource clock, ZoneId zone) {
    this.roots = roots;
    this.clock = clock;
    this.zone = zone;
    this.rescans = new Rescans(clock, RESCAN);
  }

  /** The answer; times are RFC 3339, {@code cursor} is absent on the last page. */
  record Page(
      List<Recording> recordings,
      long matching,
      long total,
      @Nullable String cursor,
      List<String> sources,
      List<String> formats) {}

  /** A row. */
  record Recording(
      String root,
      String path,
      String name,
      @Nullable String source,
      @Nullable String route,
      @Nullable String start,
      @Nullable Double seconds,
      long bytes,
      @Nullable String format,
      @Nullable String codec,
      @Nullable Integer sampleRateHz,
      @Nullable Integer channels,
      int gaps,
      boolean recording,
      String state) {}

  private record Row(Root root, int rootIndex, ListedRecording listed) {}

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    Parameters parameters = Parameters.of(exchange);
    int limit = (int) parameters.number("limit", 1, RecordingQuery.MAX_LIMIT).orElse(DEFAULT_LIMIT);
    RecordingQuery query =
        new RecordingQuery(
            parameters.text("query"),
            parameters.text("source"),
            parameters.text("format"),
            parameters.time("from", zone, 0),
            parameters.time("to", zone, 1),
            Optional.empty(),
            limit);
    Optional<PageCursor> cursor = parameters.text("cursor").map(PageCursor::parse);
    if (cursor.isEmpty()) {
      roots.all().forEach(rescans::maybe);
    }
    Answers.json(exchange, page(query, cursor));
  }

  /**
   * Answers the most likely question for nobody: the first one takes ten times as long as the next,
   * in classes to load and a catalogue to read.
   */
  void warmUp() {
    try {
      Answers.bytes(page(RecordingQuery.newest(DEFAULT_LIMIT), Optional.empty()));
    } catch (IOException e) {
      LOG.debug("no catalogue yet: {}", e.toString());
    }
  }

  private Page page(RecordingQuery query, Optional<PageCursor> cursor) throws IOException {
    List<Row> rows = new ArrayList<>();
    long matching = 0;
    long total = 0;
    TreeSet<String> sources = new TreeSet<>();
    TreeSet<String> formats = new TreeSet<>();
    List<Root> all = roots.all();
    for (int i = 0; i < all.size(); i++) {
      Root root = all.get(i);
      int index = i;
      RecordingQuery paged = cursor.map(c -> query.after(c.within(index))).orElse(query);
      List<ListedRecording> listed = root.library().catalogue().recordings(paged);
      listed.forEach(recording -> rows.add(new Row(root, index, recording)));
      long inRoot = root.library().catalogue().count(RecordingQuery.newest(1));
      total += inRoot;
      boolean isWhole = cursor.isEmpty() && listed.size() < query.limit();
      matching += query.isOfAll() ? inRoot : isWhole ? listed.size() : count(root, query);
      sources.addAll(root.library().catalogue().sources());
      formats.addAll(MediaFormats.namesByExtension().values());
    }
    rows.sort(
        (a, b) ->
            PageCursor.compare(a.listed.cursor(), a.rootIndex, b.listed.cursor(), b.rootIndex));
    List<Row> shown = rows.subList(0, Math.min(query.limit(), rows.size()));
    boolean more = shown.size() == query.limit();
    String next =
        more ? PageCursor.text(shown.get(shown.size() - 1).listed.cursor(), last(shown)) : null;
    return new Page(
        recordings(shown), matching, total, next, List.copyOf(sources), List.copyOf(formats));
  }

  private static long count(Root root, RecordingQuery query) throws IOException {
    return root.library().catalogue().count(query);
  }

  private static int last(List<Row> shown) {
    return shown.get(shown.size() - 1).rootIndex;
  }

  private List<Recording> recordings(List<Row> rows) {
    Map<String, Boolean> recorded = new HashMap<>();
    return rows.stream().map(row -> recording(row, recorded)).toList();
  }

  private Recording recording(Row row, Map<String, Boolean> recorded) {
    RecordedSegment segment = row.listed.segment();
    boolean recording =
        segment.state() == State.OPEN
            && segment.source().isPresent()
            && recorded.computeIfAbsent(
                row.root.name() + "/" + segment.source().get(),
                key -> row.root.library().isRecorded(segment.source().get()));
    String path = segment.path();
    return new Recording(
        row.root.name(),
        path,
        path.substring(path.lastIndexOf('/') + 1),
        segment.source().orElse(null),
        segment.route().orElse(null),
        start(row.listed),
        seconds(segment, recording),
        bytes(row),
        segment.format().orElse(null),
        segment.track().map(track -> track.codec()).orElse(null),
        segment.track().map(track -> track.sampleRateHz()).orElse(null),
        segment.track().map(track -> track.channels()).orElse(null),
        row.listed.gaps(),
        recording,
        segment.state().name().toLowerCase(Locale.ROOT));
  }

  /** Of a file that the ledger does not know: when it was written, less its length. */
  private @Nullable String start(ListedRecording listed) {
    Optional<OffsetDateTime> start = listed.segment().start();
    if (start.isEmpty() && listed.modifiedNanos() > 0) {
      OffsetDateTime written =
          Instant.ofEpochSecond(0, listed.modifiedNanos()).atZone(zone).toOffsetDateTime();
      start = Optional.of(written);
    }
    return start
        .map(time -> time.atZoneSameInstant(zone).toOffsetDateTime())
        .map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format)
        .orElse(null);
  }

  private @Nullable Double seconds(RecordedSegment segment, boolean recording) {
    if (segment.samples().isPresent() && segment.track().isPresent()) {
      return (double) segment.samples().getAsLong() / segment.track().get().sampleRateHz();
    }
    return recording && segment.start().isPresent()
        ? Math.max(
            0,
            Duration.between(segment.start().get().toInstant(), clock.instant()).toMillis() / 1e3)
        : null;
  }

  private static long bytes(Row row) {
    RecordedSegment segment = row.listed.segment();
    if (segment.bytes().isPresent()) {
      return segment.bytes().getAsLong();
    }
    try {
      return Files.size(row.root.directory().resolve(segment.path()));
    } catch (IOException | IllegalArgumentException e) {
      return 0;
    }
  }
}
