package isr.library;

import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.TitleSeen;
import isr.library.RecordedSegment.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes values of the catalogue's rows. */
final class CatalogueRows {
  private CatalogueRows() {}

  static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static OptionalLong nanos(Optional<Instant> time) {
    return time.isPresent()
        ? OptionalLong.of(CatalogueTime.nanos(time.get()))
        : OptionalLong.empty();
  }

  static RecordedSegment segment(ResultSet row) throws SQLException {
    return new RecordedSegment(
        row.getString("path"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getBoolean("missing"),
        Optional.ofNullable(row.getString("source")),
        Optional.ofNullable(row.getString("format")),
        track(row),
        optionalTime(row),
        number(row, "samples"),
        number(row, "bytes"),
        Optional.ofNullable(row.getString("end_reason")),
        Optional.ofNullable(row.getString("route")));
  }

  static PlacedSegment placed(ResultSet row) throws SQLException {
    return new PlacedSegment(
        segment(row), Optional.ofNullable(row.getString("session")), row.getLong("position"));
  }

  private static Optional<TrackSummary> track(ResultSet row) throws SQLException {
    String codec = row.getString("codec");
    if (codec == null) {
      return Optional.empty();
    }
    int bits = row.getInt("bits");
    OptionalInt optionalBits = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(bits);
    return Optional.of(
        new TrackSummary(
            codec, row.getInt("sample_rate_hz"), row.getInt("channels"), optionalBits));
  }

  private static Optional<OffsetDateTime> optionalTime(ResultSet row) throws SQLException {
    return number(row, "start_nanos").isPresent()
        ? Optional.of(time(row, "start"))
        : Optional.empty();
  }

  private static OffsetDateTime time(ResultSet row, String prefix) throws SQLException {
    return CatalogueTime.time(
        row.getLong(prefix + "_nanos"), row.getInt(prefix + "_offset_seconds"));
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static GapRecorded gap(ResultSet row) throws SQLException {
    return new GapRecorded(
        row.getString("source"),
        time(row, "time"),
        time(row, "start"),
        Duration.ofNanos(row.getLong("length_nanos")),
        row.getString("cause"),
        number(row, "skipped_bytes"),
        Optional.ofNullable(row.getString("before_path")),
        Optional.ofNullable(row.getString("after_path")),
        row.getBoolean("filled"),
        Optional.of(row.getString("route")).filter(route -> !route.isEmpty()));
  }

  static TitleSeen title(ResultSet row) throws SQLException {
    return new TitleSeen(
        row.getString("source"),
        time(row, "time"),
        row.getString("title"),
        Optional.ofNullable(row.getString("path")),
        row.getLong("sample"));
  }

  static IndexPoint point(ResultSet row) throws SQLException {
    return new IndexPoint(row.getString(1), row.getLong(2), row.getLong(3));
  }

  static CatalogueCounts counts(ResultSet row) throws SQLException {
    return new CatalogueCounts(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10));
  }
}
