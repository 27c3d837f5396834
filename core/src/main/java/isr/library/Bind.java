package isr.library;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Sets the parameters of a statement one after the other. */
final class Bind {
  private final PreparedStatement statement;
  private int index;

  private Bind(PreparedStatement statement) {
    this.statement = statement;
  }

  static Bind to(PreparedStatement statement) {
    return new Bind(statement);
  }

  Bind text(String value) throws SQLException {
    statement.setString(++index, value);
    return this;
  }

  Bind text(Optional<String> value) throws SQLException {
    return value.isPresent() ? text(value.get()) : nothing();
  }

  Bind number(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  Bind real(double value) throws SQLException {
    statement.setDouble(++index, value);
    return this;
  }

  Bind number(OptionalLong value) throws SQLException {
    return value.isPresent() ? number(value.getAsLong()) : nothing();
  }

  Bind number(OptionalInt value) throws SQLException {
    return value.isPresent() ? number(value.getAsInt()) : nothing();
  }

  Bind nothing() throws SQLException {
    statement.setNull(++index, Types.NULL);
    return this;
  }

  /** Keeps the parameters for a later {@code executeBatch}. */
  void addBatch() throws SQLException {
    statement.addBatch();
  }

  /** Runs the statement, which changes rows; the number of them. */
  int run() throws SQLException {
    return statement.executeUpdate();
  }
}
