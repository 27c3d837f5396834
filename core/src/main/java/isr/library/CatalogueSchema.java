package isr.library;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of the catalogue. A change of them is a new {@link #VERSION}, and a rebuild. */
final class CatalogueSchema {
  /** Written into the file as {@code PRAGMA user_version}. */
  static final int VERSION = 4;

  /** Times are nanoseconds since 1970 in UTC, beside them the offset of the source's zone. */
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE segments(
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL, -- open, closed, repaired; found: known from the disk only
            missing INTEGER NOT NULL DEFAULT 0,
            source TEXT,
            route TEXT,
            format TEXT,
            codec TEXT,
            sample_rate_hz INTEGER,
            channels INTEGER,
            bits INTEGER,
            start_nanos INTEGER,
            start_offset_seconds INTEGER,
            position INTEGER,
            session TEXT,
            samples INTEGER,
            bytes INTEGER,
            end_reason TEXT,
            removed_bytes INTEGER,
            modified_nanos INTEGER,
            known_by TEXT) -- of a found file: FoundContents.KnownBy; NULL: not looked into
          """,
          """
          CREATE TABLE gaps(
            source TEXT NOT NULL,
            start_nanos INTEGER NOT NULL,
            start_offset_seconds INTEGER NOT NULL,
            time_nanos INTEGER NOT NULL,
            time_offset_seconds INTEGER NOT NULL,
            length_nanos INTEGER NOT NULL,
            cause TEXT NOT NULL,
            skipped_bytes INTEGER,
            before_path TEXT,
            after_path TEXT,
            filled INTEGER NOT NULL,
            route TEXT NOT NULL, -- empty: all of the source
            PRIMARY KEY(source, start_nanos, time_nanos, cause, route)) WITHOUT ROWID
          """,
          """
          CREATE TABLE titles(
            source TEXT NOT NULL,
            time_nanos INTEGER NOT NULL,
            time_offset_seconds INTEGER NOT NULL,
            title TEXT NOT NULL,
            path TEXT,
            sample INTEGER NOT NULL,
            PRIMARY KEY(source, time_nanos, title)) WITHOUT ROWID
          """,
          """
          CREATE TABLE points(
            segment INTEGER NOT NULL,
            sample INTEGER NOT NULL,
            byte_offset INTEGER NOT NULL,
            PRIMARY KEY(segment, sample)) WITHOUT ROWID
          """,
          // How far each file of the ledger has been read.
          """
          CREATE TABLE ledger_files(
            name TEXT PRIMARY KEY,
            byte_offset INTEGER NOT NULL,
            broken_lines INTEGER NOT NULL,
            unknown_lines INTEGER NOT NULL) WITHOUT ROWID
          """,
          // One row; clean: the last process closed the file in good order.
          "CREATE TABLE state(clean INTEGER NOT NULL)",
          "INSERT INTO state VALUES(0)",
          """
          CREATE VIEW sources AS
            SELECT source AS name, count(*) AS segments, min(start_nanos) AS first_start_nanos,
              max(start_nanos) AS last_start_nanos
            FROM segments WHERE source IS NOT NULL GROUP BY source
          """,
          "CREATE INDEX segments_by_start ON segments(start_nanos)",
          "CREATE INDEX segments_listed ON segments("
              + RecordingList.LISTED_NANOS
              + ", id, path, missing) WHERE missing = 0",
          "CREATE INDEX segments_by_source ON segments(source, start_nanos)",
          "CREATE INDEX segments_open ON segments(id) WHERE state = 'open'",
          "CREATE INDEX segments_unknown ON segments(id)"
              + " WHERE state = 'found' AND known_by IS NULL",
          "CREATE INDEX segments_unread ON segments(id)"
              + " WHERE state = 'found' AND known_by = 'estimate'");

  private CatalogueSchema() {}

  /** Whether the file has these tables. */
  static boolean isCurrent(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() && row.getInt(1) == VERSION;
    }
  }

  /** Drops everything and makes empty tables, within the caller's transaction. */
  static void recreate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String drop : drops(statement)) {
        statement.executeUpdate(drop);
      }
      for (String table : TABLES) {
        statement.executeUpdate(table);
      }
      statement.executeUpdate("PRAGMA user_version = " + VERSION);
    }
  }

  private static List<String> drops(Statement statement) throws SQLException {
    List<String> drops = new ArrayList<>();
    String existing =
        "SELECT type, name FROM sqlite_master"
            + " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    try (ResultSet row = statement.executeQuery(existing)) {
      while (row.next()) {
        String name = row.getString(2).replace("\"", "\"\"");
        drops.add("DROP " + row.getString(1) + " \"" + name + "\"");
      }
    }
    return drops;
  }
}
