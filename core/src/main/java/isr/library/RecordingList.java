package isr.library;

import isr.library.RecordingQuery.Cursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Lists recordings that are on disk, the newest first, a page at a time. */
final class RecordingList {
  /** What a recording is listed by: its start, or when it was written where that is not known. */
  static final String LISTED_NANOS = "coalesce(start_nanos, modified_nanos, 0)";

  private static final String MATCHING =
      " FROM segments WHERE missing = 0"
          + " AND (?1 IS NULL OR path LIKE ?1 ESCAPE '\\')"
          + " AND (?2 IS NULL OR source = ?2)"
          + " AND (?3 IS NULL OR format = ?3)"
          + " AND (?4 IS NULL OR "
          + LISTED_NANOS
          + " + coalesce(samples * 1000000000.0 / sample_rate_hz, iif(state = 'open', 9e18, 0)) > ?4)"
          + " AND (?5 IS NULL OR "
          + LISTED_NANOS
          + " < ?5)";

  private static final String GAPS =
      "(SELECT count(*) FROM gaps WHERE gaps.source = segments.source"
          + " AND gaps.start_nanos >= segments.start_nanos AND before_path = path"
          + " AND (samples IS NULL OR gaps.start_nanos"
          + " <= segments.start_nanos + samples * 1000000000.0 / sample_rate_hz + 60000000000))";

  private RecordingList() {}

  static List<ListedRecording> page(Connection connection, RecordingQuery query)
      throws SQLException {
    String place =
        query.after().isPresent()
            ? " AND (" + LISTED_NANOS + ", id) < (" + cursor(query.after().get()) + ")"
            : "";
    String sql =
        "SELECT *, "
            + LISTED_NANOS
            + " AS listed, "
            + GAPS
            + " AS gap_count"
            + MATCHING
            + place
            + " ORDER BY "
            + LISTED_NANOS
            + " DESC, id DESC LIMIT "
            + query.limit();
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
    try (PreparedStatement statement = connection.prepareStatement("SELECT count(*)" + MATCHING)) {
      bind(statement, query);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static String cursor(Cursor cursor) {
    return cursor.nanos() + ", " + cursor.id();
  }

  private static void bind(PreparedStatement statement, RecordingQuery query) throws SQLException {
    Bind.to(statement)
        .text(query.text().map(RecordingList::pattern))
        .text(query.source())
        .text(query.format())
        .number(CatalogueRows.nanos(query.from()))
        .number(CatalogueRows.nanos(query.to()));
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
