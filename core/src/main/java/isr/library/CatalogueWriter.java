package isr.library;

import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.LedgerEvent.SegmentRepaired;
import isr.library.LedgerEvent.TitleSeen;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings events into the tables, within the caller's transaction.
 *
 * <p>Events may come twice and, across a clock that was set back over midnight, a segment's end
 * before its beginning: the tables are the same afterwards.
 */
final class CatalogueWriter implements AutoCloseable {
  private final List<PreparedStatement> statements = new ArrayList<>();
  private final PreparedStatement findSegment;
  private final PreparedStatement insertSegment;
  private final PreparedStatement describeSegment;
  private final PreparedStatement reopenSegment;
  private final PreparedStatement dropPoints;
  private final PreparedStatement endSegment;
  private final PreparedStatement insertGap;
  private final PreparedStatement insertTitle;
  private final PreparedStatement insertPoint;

  /** Prepares the statements, once per connection. */
  CatalogueWriter(Connection connection) throws SQLException {
    findSegment = prepare(connection, "SELECT id, start_nanos FROM segments WHERE path = ?");
    insertSegment =
        prepare(connection, "INSERT OR IGNORE INTO segments(path, state) VALUES(?, 'open')");
    describeSegment =
        prepare(
            connection,
            """
            UPDATE segments SET missing = 0, source = ?, format = ?, codec = ?, sample_rate_hz = ?,
              channels = ?, bits = ?, start_nanos = ?, start_offset_seconds = ?, position = ?,
              session = ?, modified_nanos = NULL,
              bytes = CASE state WHEN 'found' THEN NULL ELSE bytes END,
              state = CASE state WHEN 'found' THEN 'open' ELSE state END
            WHERE path = ?
            """);
    reopenSegment =
        prepare(
            connection,
            """
            UPDATE segments SET state = 'open', samples = NULL, bytes = NULL, end_reason = NULL,
              removed_bytes = NULL WHERE id = ?
            """);
    dropPoints = prepare(connection, "DELETE FROM points WHERE segment = ?");
    endSegment =
        prepare(
            connection,
            """
            UPDATE segments SET state = ?, source = coalesce(source, ?), samples = ?, bytes = ?,
              end_reason = ?, removed_bytes = ?, modified_nanos = NULL WHERE path = ?
            """);
    insertGap =
        prepare(connection, "INSERT OR IGNORE INTO gaps VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insertTitle = prepare(connection, "INSERT OR IGNORE INTO titles VALUES(?, ?, ?, ?, ?, ?)");
    insertPoint =
        prepare(
            connection,
            "INSERT OR REPLACE INTO points SELECT id, ?, ? FROM segments WHERE path = ?");
  }

  private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statements.add(statement);
    return statement;
  }

  /** Applies an event; those that the catalogue has no table for are passed over. */
  void apply(LedgerEvent event) throws SQLException {
    if (event instanceof SegmentOpened opened) {
      open(opened);
    } else if (event instanceof SegmentClosed closed) {
      end(closed);
    } else if (event instanceof SegmentRepaired repaired) {
      end(repaired);
    } else if (event instanceof GapRecorded gap) {
      gap(gap);
    } else if (event instanceof TitleSeen title) {
      title(title);
    }
  }

  /** A name that is used again, after its file was deleted, is a new segment. */
  private void open(SegmentOpened event) throws SQLException {
    long start = CatalogueTime.nanos(event.start());
    findSegment.setString(1, event.path());
    boolean again = false;
    long id = 0;
    boolean exists;
    try (ResultSet row = findSegment.executeQuery()) {
      exists = row.next();
      if (exists) {
        id = row.getLong(1);
        again = row.getLong(2) != start && !row.wasNull();
      }
    }
    if (!exists) {
      Bind.to(insertSegment).text(event.path()).run();
    } else if (again) {
      Bind.to(reopenSegment).number(id).run();
      Bind.to(dropPoints).number(id).run();
    }
    describe(event, start);
  }

  private void describe(SegmentOpened event, long start) throws SQLException {
    Bind.to(describeSegment)
        .text(event.source())
        .text(event.format())
        .text(event.track().codec())
        .number(event.track().sampleRateHz())
        .number(event.track().channels())
        .number(event.track().bits())
        .number(start)
        .number(CatalogueTime.offsetSeconds(event.start()))
        .number(event.position())
        .text(event.session())
        .text(event.path())
        .run();
  }

  private void end(SegmentClosed event) throws SQLException {
    Bind end = ended(event.path()).text("closed").text(event.source());
    end.number(event.samples()).number(event.bytes()).text(event.reason()).nothing();
    end.text(event.path()).run();
  }

  private void end(SegmentRepaired event) throws SQLException {
    Bind end = ended(event.path()).text("repaired").text(event.source());
    end.number(event.samples()).number(event.bytes()).nothing().number(event.removedBytes());
    end.text(event.path()).run();
  }

  /** The statement that ends a segment, of which there is a row then. */
  private Bind ended(String path) throws SQLException {
    Bind.to(insertSegment).text(path).run();
    return Bind.to(endSegment);
  }

  private void gap(GapRecorded event) throws SQLException {
    Bind.to(insertGap)
        .text(event.source())
        .number(CatalogueTime.nanos(event.start()))
        .number(CatalogueTime.offsetSeconds(event.start()))
        .number(CatalogueTime.nanos(event.time()))
        .number(CatalogueTime.offsetSeconds(event.time()))
        .number(CatalogueTime.nanos(event.length()))
        .text(event.cause())
        .number(event.skippedBytes())
        .text(event.before())
        .text(event.after())
        .run();
  }

  private void title(TitleSeen event) throws SQLException {
    Bind.to(insertTitle)
        .text(event.source())
        .number(CatalogueTime.nanos(event.time()))
        .number(CatalogueTime.offsetSeconds(event.time()))
        .text(event.title())
        .text(event.path())
        .number(event.sample())
        .run();
  }

  /** Adds an index point, if its segment is known. */
  void point(IndexPoint point) throws SQLException {
    Bind.to(insertPoint).number(point.sample()).number(point.byteOffset()).text(point.path()).run();
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements) {
      statement.close();
    }
  }
}
