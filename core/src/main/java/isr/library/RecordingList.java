package isr.library;

import isr.library.RecordingQuery.Cursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists recordings that are on disk, the newest first, a page at a time. */
final class RecordingList {
  /** What a recording is listed by: its start, or when it was written where that is not known. */
  static final String LISTED_NANOS = "coalesce(start_nanos, modified_nanos, 0)";

  /** Now; julianday counts days from noon of a day long ago. */
  private static final String NOW_NANOS = "((julianday('now') - 2440587.5) * 86400e9)";

  /** What is still being written goes on until now. */
  private static final String END_NANOS =
      "coalesce("
          + LISTED_NANOS
          + " + samples * 1000000000.0 / sample_rate_hz, iif(state = 'open', "
          + NOW_NANOS
          + ", "
          + LISTED_NANOS
          + "))";

  private static final String GAPS =
      "(SELECT count(*) FROM gaps WHERE gaps.source = segments.source"
          + " AND gaps.start_nanos >= segments.start_nanos AND before_path = path"
          + " AND (samples IS NULL OR gaps.start_nanos"
          + " <= segments.start_nanos + samples * 1000000000.0 / sample_rate_hz + 60000000000))";

  private RecordingList() {}

  /** The inner query finds the rows in the index, which has all that a search looks at. */
  static List<ListedRecording> page(Connection connection, RecordingQuery query)
      throws SQLException {
    String place =
        query
            .after()
            .map(c -> " AND (" + LISTED_NANOS + ", id) < (" + c.nanos() + ", " + c.id() + ")")
            .orElse("");
    String order = " ORDER BY " + LISTED_NANOS + " DESC, id DESC";
    String sql =
        ("SELECT *, " + LISTED_NANOS + " AS listed, " + GAPS + " AS gap_count FROM segments")
            + (" WHERE id IN (SELECT id" + matching(query) + place + order)
            + (" LIMIT " + query.limit() + ")" + order);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, query);
      List<ListedRecording> page = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          page.add(recording(row));
        }
      }
      return page;
    }
  }

  static long count(Connection connection, RecordingQuery query) throws SQLException {
    String sql = "SELECT count(*)" + matching(query);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, query);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** Only conditions that matter are there: others would keep indexes from being used. */
  private static String matching(RecordingQuery query) {
    return " FROM segments WHERE missing = 0"
        + (query.text().isPresent() ? " AND path LIKE ? ESCAPE '\\'" : "")
        + (query.source().isPresent() ? " AND source = ?" : "")
        + (query.format().isPresent() ? " AND format = ?" : "")
        + (query.from().isPresent() ? " AND " + END_NANOS + " > ?" : "")
        + (query.to().isPresent() ? " AND " + LISTED_NANOS + " < ?" : "");
  }

  private static void bind(PreparedStatement statement, RecordingQuery query) throws SQLException {
    Bind bind = Bind.to(statement);
    for (Optional<String> text :
        List.of(query.text().map(RecordingList::pattern), query.source(), query.format())) {
      if (text.isPresent()) {
        bind = bind.text(text);
      }
    }
    for (Optional<Instant> time : List.of(query.from(), query.to())) {
      if (time.isPresent()) {
        bind = bind.number(CatalogueRows.nanos(time));
      }
    }
  }

  /** Every character stands for itself. */
  static String pattern(String text) {
    return "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  private static ListedRecording recording(ResultSet row) throws SQLException {
    return new ListedRecording(
        CatalogueRows.segment(row),
        new Cursor(row.getLong("listed"), row.getLong("id")),
        row.getInt("gap_count"),
        row.getLong("modified_nanos"));
  }
}
