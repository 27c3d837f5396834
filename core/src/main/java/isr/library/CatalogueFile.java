package isr.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** The SQLite file of the catalogue: where it is, how it is opened, and how one is thrown away. */
final class CatalogueFile {
  /** Of page cache, per connection. */
  private static final int CACHE_KIB = 2048;

  /** How long to wait for another process that is writing. */
  private static final int BUSY_MILLIS = 2000;

  /** Result codes keep their primary code in the lower byte (sqlite.org, rescode.html). */
  private static final int PRIMARY_CODE = 0xff;

  private final Path directory;
  private final Path file;

  /** The catalogue in that directory. */
  CatalogueFile(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("catalog.db");
  }

  Path path() {
    return file;
  }

  /** What tells one file from another that later has its name; empty when there is none. */
  Optional<Object> identity() {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A connection that writes, in WAL mode, outside a transaction. Makes the file if need be. */
  Connection openToWrite() throws SQLException {
    Connection connection = config().createConnection(url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA journal_size_limit = 4194304");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection for queries; fails when there is no file. */
  Connection openToRead() throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return config.createConnection(url());
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KIB);
    return config;
  }

  /** A URI, because a plain name would end at a question mark. */
  private String url() {
    return "jdbc:sqlite:" + file.toUri();
  }

  /**
   * Reads the whole file for damage that a query would not stumble over.
   *
   * @throws SQLException with {@code SQLITE_CORRUPT} when there is any
   */
  static void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (!row.next() || !"ok".equals(row.getString(1))) {
        String found = "quick_check: " + row.getString(1);
        throw new SQLException(found, "", SQLiteErrorCode.SQLITE_CORRUPT.code);
      }
    }
  }

  /** Whether the file can not be used again, so that a new one is due. */
  static boolean isCorrupt(SQLException e) {
    int code = e.getErrorCode() & PRIMARY_CODE;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  /**
   * Deletes the file with its WAL, unless another file has its name by now.
   *
   * @param broken {@link #identity} of the file to delete
   * @throws LockHeldException when another process is about to do the same
   */
  void discard(Optional<Object> broken) throws IOException {
    try (LockFile lock = LockFile.acquire(directory, "catalog.lock", "the catalogue", false)) {
      if (lock.isHeld() && identity().equals(broken)) {
        deleteAll();
      }
    }
  }

  /** Deletes a WAL whose file is gone; it would be played into a new one. */
  void dropOrphanedWal() throws IOException {
    if (identity().isEmpty() && Files.exists(wal())) {
      discard(Optional.empty());
    }
  }

  private Path wal() {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /** The WAL goes first: one that outlived its file would be played into the next. */
  private void deleteAll() throws IOException {
    Files.deleteIfExists(wal());
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
    Files.deleteIfExists(file);
  }
}
