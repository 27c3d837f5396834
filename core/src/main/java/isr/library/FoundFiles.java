package isr.library;

import isr.library.FoundContents.KnownBy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The rows of files that the ledger does not know, and what is in them. */
final class FoundFiles {
  private static final String COLUMNS =
      "SELECT id, path, format, bytes, modified_nanos FROM segments WHERE state = 'found' AND ";

  private static final String NEXT = " AND id > ? ORDER BY id LIMIT ?";

  /** Nothing is stored of a file that has changed since it was looked into. */
  private static final String STORE =
      """
      UPDATE segments SET codec = ?, sample_rate_hz = ?, channels = ?, bits = ?, samples = ?,
        known_by = ?
      WHERE id = ? AND state = 'found' AND bytes = ? AND modified_nanos = ?
      """;

  private FoundFiles() {}

  /** The next files, by id, of which nothing is known but that they are there. */
  static List<FoundFile> unknown(Connection connection, long afterId, int limit)
      throws SQLException {
    return list(connection, COLUMNS + "known_by IS NULL" + NEXT, afterId, limit);
  }

  /** The next files, by id, that are to be read whole. */
  static List<FoundFile> unread(Connection connection, long afterId, int limit)
      throws SQLException {
    String estimated = COLUMNS + "known_by = '" + KnownBy.ESTIMATE.text() + "'" + NEXT;
    return list(connection, estimated, afterId, limit);
  }

  private static List<FoundFile> list(Connection connection, String sql, long afterId, int limit)
      throws SQLException {
    List<FoundFile> files = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, afterId);
      select.setInt(2, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          files.add(
              new FoundFile(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  row.getLong(5)));
        }
      }
    }
    return files;
  }

  /** Writes down what was found, within the caller's transaction. */
  static void store(Connection connection, List<FoundContents> contents) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(STORE)) {
      for (FoundContents found : contents) {
        store(Bind.to(update), found);
      }
      update.executeBatch();
    }
  }

  private static void store(Bind bind, FoundContents found) throws SQLException {
    if (found.track().isPresent()) {
      TrackSummary track = found.track().get();
      bind.text(track.codec()).number(track.sampleRateHz()).number(track.channels());
      bind.number(track.bits());
    } else {
      bind.nothing().nothing().nothing().number(OptionalInt.empty());
    }
    bind.number(found.samples()).text(found.knownBy().text());
    FoundFile file = found.file();
    bind.number(file.id()).number(file.bytes()).number(file.modifiedNanos()).addBatch();
  }
}
