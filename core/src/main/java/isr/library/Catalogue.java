package isr.library;

import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.TitleSeen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Questions to the catalogue.
 *
 * <p>Each opens a connection of its own for as long as it takes, about a millisecond; any thread
 * may ask. Answers are up to a second old. Every question throws {@code IOException} while there is
 * no catalogue that can be read.
 */
public final class Catalogue {
  /**
   * The longest interval between splits is a day; a day of a change of the clocks has an hour more.
   */
  private static final Duration LONGEST_SEGMENT = Duration.ofHours(26);

  private final CatalogueFile file;

  Catalogue(CatalogueFile file) {
    this.file = file;
  }

  /** The segments asked for, by start. */
  public List<RecordedSegment> segments(SegmentQuery query) throws IOException {
    String sql =
        """
        SELECT * FROM segments
        WHERE (?1 IS NULL OR source = ?1) AND (?2 IS NULL OR state = ?2)
          AND (?3 IS NULL OR start_nanos < ?3)
          AND (?4 IS NULL OR samples IS NULL
            OR start_nanos + samples * 1000000000.0 / sample_rate_hz > ?4)
        ORDER BY start_nanos, path LIMIT ?5
        """;
    return rows(
        sql,
        bind ->
            bind.text(query.source())
                .text(query.state().map(CatalogueRows::name))
                .number(CatalogueRows.nanos(query.to()))
                .number(CatalogueRows.nanos(query.from()))
                .number(query.limit()),
        CatalogueRows::segment);
  }

  /**
   * The catalogue of an output directory, for questions only: it may be old, or not be there.
   *
   * @param root the output directory
   */
  public static Catalogue of(Path root) {
    return new Catalogue(new CatalogueFile(root.resolve(Library.DIRECTORY)));
  }

  /**
   * Recordings of a source that have something between the two, with their places in the stream, by
   * start; those that are gone from the disk are left out.
   *
   * @param stretch by which part of its length a segment may end later than its samples tell, as
   *     its clock may have been slow
   */
  public List<PlacedSegment> placed(
      String source, Instant from, Instant to, double stretch, int limit) throws IOException {
    String sql =
        """
        SELECT * FROM segments
        WHERE source = ?1 AND missing = 0 AND start_nanos > ?5 AND start_nanos < ?3
          AND (samples IS NULL OR start_nanos + samples * ?6 / sample_rate_hz > ?2)
        ORDER BY start_nanos, id LIMIT ?4
        """;
    Parameters parameters =
        bind -> {
          range(source, from, to, limit).set(bind);
          bind.number(CatalogueTime.nanos(from.minus(LONGEST_SEGMENT))).real(1e9 * (1 + stretch));
        };
    return rows(sql, parameters, CatalogueRows::placed);
  }

  /**
   * When the segment began that goes on where one ended; empty where there is none.
   *
   * @param among how many that began after it
   */
  public Optional<Instant> startOfNext(PlacedSegment segment, int among) throws IOException {
    Optional<String> source = segment.segment().source();
    Optional<OffsetDateTime> start = segment.segment().start();
    if (source.isEmpty() || start.isEmpty() || segment.session().isEmpty()) {
      return Optional.empty();
    }
    Instant began = start.get().toInstant();
    String sql =
        """
        SELECT * FROM segments WHERE source = ?1 AND start_nanos > ?2 AND start_nanos < ?3
        ORDER BY start_nanos LIMIT ?4
        """;
    return rows(
            sql,
            range(source.get(), began, began.plus(LONGEST_SEGMENT), among),
            CatalogueRows::placed)
        .stream()
        .filter(segment::goesOnIn)
        .flatMap(next -> next.segment().start().stream())
        .map(OffsetDateTime::toInstant)
        .findFirst();
  }

  /** Segments that are being written, or were when their recorder was killed. */
  List<RecordedSegment> open(int limit) throws IOException {
    String sql = "SELECT * FROM segments WHERE state = 'open' ORDER BY id LIMIT ?";
    return rows(sql, bind -> bind.number(limit), CatalogueRows::segment);
  }

  /** What the catalogue knows of a path; empty when nothing. */
  public Optional<RecordedSegment> segment(String path) throws IOException {
    String sql = "SELECT * FROM segments WHERE path = ?";
    return rows(sql, bind -> bind.text(path), CatalogueRows::segment).stream().findFirst();
  }

  /** The next files, by id, that the ledger does not know and that are to be read whole. */
  List<FoundFile> unread(long afterId, int limit) throws IOException {
    return asked(connection -> FoundFiles.unread(connection, afterId, limit));
  }

  /** Gaps of a source that began between the two, by start. */
  public List<GapRecorded> gaps(String source, Instant from, Instant to, int limit)
      throws IOException {
    String sql =
        """
        SELECT * FROM gaps WHERE source = ? AND start_nanos >= ? AND start_nanos < ?
        ORDER BY start_nanos, time_nanos LIMIT ?
        """;
    return rows(sql, range(source, from, to, limit), CatalogueRows::gap);
  }

  /** Titles of a source that were seen between the two, by time. */
  public List<TitleSeen> titles(String source, Instant from, Instant to, int limit)
      throws IOException {
    String sql =
        """
        SELECT * FROM titles WHERE source = ? AND time_nanos >= ? AND time_nanos < ?
        ORDER BY time_nanos LIMIT ?
        """;
    return rows(sql, range(source, from, to, limit), CatalogueRows::title);
  }

  /** The last index point of a segment that is at or before a sample: where to begin reading. */
  public Optional<IndexPoint> pointBefore(String path, long sample) throws IOException {
    String sql =
        """
        SELECT path, sample, byte_offset FROM points JOIN segments ON segment = id
        WHERE path = ? AND sample <= ? ORDER BY sample DESC LIMIT 1
        """;
    return rows(sql, bind -> bind.text(path).number(sample), CatalogueRows::point).stream()
        .findFirst();
  }

  /** Recordings that are on disk, the newest first. */
  public List<ListedRecording> recordings(RecordingQuery query) throws IOException {
    return asked(connection -> RecordingList.page(connection, query));
  }

  /** How many recordings there are of those asked for, whatever the limit and the place. */
  public long count(RecordingQuery query) throws IOException {
    return asked(connection -> List.of(RecordingList.count(connection, query))).get(0);
  }

  /** Titles that contain a text, the newest first; case does not matter for letters of ASCII. */
  public List<TitleSeen> titles(String text, int limit) throws IOException {
    String sql =
        """
        SELECT * FROM titles WHERE title LIKE ? ESCAPE '\\'
        ORDER BY time_nanos DESC LIMIT ?
        """;
    return rows(
        sql, bind -> bind.text(RecordingList.pattern(text)).number(limit), CatalogueRows::title);
  }

  /** The names of all sources that have segments. */
  public List<String> sources() throws IOException {
    String jumping =
        """
        WITH RECURSIVE names(name) AS (
          SELECT min(source) FROM segments
          UNION ALL
          SELECT (SELECT min(source) FROM segments WHERE source > name) FROM names
            WHERE name IS NOT NULL)
        SELECT name FROM names WHERE name IS NOT NULL AND name <> ''
        """;
    return rows(jumping, bind -> {}, row -> row.getString(1));
  }

  /** How much there is. */
  public CatalogueCounts counts() throws IOException {
    String sql =
        """
        SELECT count(*), count(*) FILTER (WHERE state = 'open'),
          count(*) FILTER (WHERE state = 'found'),
          count(*) FILTER (WHERE state = 'found' AND known_by = 'estimate'),
          count(*) FILTER (WHERE missing <> 0),
          (SELECT count(*) FROM gaps), (SELECT count(*) FROM titles),
          (SELECT count(*) FROM points),
          (SELECT coalesce(sum(broken_lines), 0) FROM ledger_files),
          (SELECT coalesce(sum(unknown_lines), 0) FROM ledger_files)
        FROM segments
        """;
    return rows(sql, bind -> {}, CatalogueRows::counts).get(0);
  }

  private static Parameters range(String source, Instant from, Instant to, int limit) {
    return bind ->
        bind.text(source)
            .number(CatalogueTime.nanos(from))
            .number(CatalogueTime.nanos(to))
            .number(limit);
  }

  /** Sets the parameters of a query. */
  @FunctionalInterface
  private interface Parameters {
    void set(Bind bind) throws SQLException;
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  private interface Row<T> {
    T value(ResultSet row) throws SQLException;
  }

  /** Asks something of a connection. */
  @FunctionalInterface
  private interface Question<T> {
    List<T> ask(Connection connection) throws SQLException;
  }

  private <T> List<T> rows(String sql, Parameters parameters, Row<T> row) throws IOException {
    return asked(connection -> rows(connection, sql, parameters, row));
  }

  private static <T> List<T> rows(
      Connection connection, String sql, Parameters parameters, Row<T> row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(Bind.to(statement));
      List<T> values = new ArrayList<>();
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          values.add(row.value(results));
        }
      }
      return values;
    }
  }

  private <T> List<T> asked(Question<T> question) throws IOException {
    if (!Files.exists(file.path())) {
      throw new IOException("there is no catalogue " + file.path());
    }
    try (Connection connection = file.openToRead()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw new IOException("catalogue " + file.path() + ": " + e.getMessage(), e);
    }
  }
}
