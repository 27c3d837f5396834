package isr.library;

import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentDeleted;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.LedgerEvent.SegmentRepaired;
import isr.library.LedgerEvent.TitleSeen;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
  /**
   * A row that another start has is of an earlier file, whose name is used again; one without a
   * start was known by its end only. In both cases the right-hand sides see the old row.
   */
  private static final String OPEN_SEGMENT =
      """
      INSERT INTO segments(path, state, source, route, format, codec, sample_rate_hz, channels, bits,
        start_nanos, start_offset_seconds, position, session)
      VALUES(?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT(path) DO UPDATE SET
        source = excluded.source, route = excluded.route, format = excluded.format, codec = excluded.codec,
        sample_rate_hz = excluded.sample_rate_hz, channels = excluded.channels,
        bits = excluded.bits, start_nanos = excluded.start_nanos,
        start_offset_seconds = excluded.start_offset_seconds, position = excluded.position,
        session = excluded.session,
        modified_nanos = NULL,
        missing = CASE WHEN start_nanos = excluded.start_nanos THEN missing ELSE 0 END,
        (state, samples, bytes, end_reason, removed_bytes) =
          (SELECT iif(anew, 'open', state), iif(anew, NULL, samples), iif(anew, NULL, bytes),
            iif(anew, NULL, end_reason), iif(anew, NULL, removed_bytes)
          FROM (SELECT state = 'found' OR start_nanos IS NOT NULL
            AND start_nanos <> excluded.start_nanos AS anew))
      """;

  private final List<PreparedStatement> statements = new ArrayList<>();
  private final PreparedStatement dropPoints;
  private final PreparedStatement openSegment;
  private final PreparedStatement insertEnded;
  private final PreparedStatement endSegment;
  private final PreparedStatement deleteSegment;
  private final PreparedStatement insertGap;
  private final PreparedStatement insertTitle;
  private final PreparedStatement insertPoint;

  /** Prepares the statements, once per connection. */
  CatalogueWriter(Connection connection) throws SQLException {
    dropPoints =
        prepare(
            connection,
            """
            DELETE FROM points WHERE segment =
              (SELECT id FROM segments WHERE path = ? AND start_nanos <> ?)
            """);
    openSegment = prepare(connection, OPEN_SEGMENT);
    insertEnded =
        prepare(connection, "INSERT INTO segments(path, state, source) VALUES(?, 'open', ?)");
    endSegment =
        prepare(
            connection,
            """
            UPDATE segments SET state = ?, samples = ?, bytes = ?,
              end_reason = coalesce(?, end_reason), removed_bytes = ?, modified_nanos = NULL WHERE path = ?
            """);
    deleteSegment =
        prepare(
            connection,
            "UPDATE segments SET missing = 1 WHERE path = ? AND coalesce(start_nanos, 0) <= ?");
    insertGap =
        prepare(
            connection, "INSERT OR IGNORE INTO gaps VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
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
    } else if (event instanceof SegmentDeleted deleted) {
      Bind.to(deleteSegment).text(deleted.path()).number(CatalogueTime.nanos(deleted.time())).run();
    } else if (event instanceof GapRecorded gap) {
      gap(gap);
    } else if (event instanceof TitleSeen title) {
      title(title);
    }
  }

  private void open(SegmentOpened event) throws SQLException {
    long start = CatalogueTime.nanos(event.start());
    Bind.to(dropPoints).text(event.path()).number(start).run();
    Bind.to(openSegment)
        .text(event.path())
        .text(event.source())
        .text(event.route())
        .text(event.format())
        .text(event.track().codec())
        .number(event.track().sampleRateHz())
        .number(event.track().channels())
        .number(event.track().bits())
        .number(start)
        .number(CatalogueTime.offsetSeconds(event.start()))
        .number(event.position())
        .text(event.session())
        .run();
  }

  private void end(SegmentClosed event) throws SQLException {
    Bind end = Bind.to(endSegment).text("closed").number(event.samples()).number(event.bytes());
    end(end.text(event.reason()).nothing(), event, event.path());
  }

  private void end(SegmentRepaired event) throws SQLException {
    Bind end = Bind.to(endSegment).text("repaired").number(event.samples()).number(event.bytes());
    end(end.nothing().number(event.removedBytes()), event, event.path());
  }

  /** Ends a segment, also one whose beginning has not been read yet. */
  private void end(Bind end, LedgerEvent event, String path) throws SQLException {
    if (end.text(path).run() == 0) {
      Bind.to(insertEnded).text(path).text(event.source()).run();
      endSegment.executeUpdate();
    }
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
        .number(event.filled() ? 1 : 0)
        .text(event.route().orElse(""))
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
