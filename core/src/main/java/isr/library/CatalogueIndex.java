package isr.library;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables in step with ledger and disk, one transaction at a time.
 *
 * <p>The ledger is the queue: the tables remember how far each of its files has been read, in the
 * same transaction as what was read. So several processes can do this to one catalogue, and one
 * that was killed is taken up where it stood. Tables that are missing, of another version or ahead
 * of the ledger are made anew from its beginning; a file that is damaged is thrown away first.
 *
 * <p>Belongs to the library's thread.
 */
final class CatalogueIndex implements AutoCloseable {
  /** Files that are looked into between two looks at what else is to be done. */
  private static final int FILES_AT_A_TIME = 200;

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueIndex.class);

  private final CatalogueFile file;
  private final LedgerReader ledger;
  private final DiskScan disk;
  private final FoundFileReader files;
  private Optional<Object> identity = Optional.empty();
  private @Nullable Connection connection;
  private @Nullable CatalogueWriter writer;

  CatalogueIndex(CatalogueFile file, LedgerReader ledger, DiskScan disk, FoundFileReader files) {
    this.file = file;
    this.ledger = ledger;
    this.disk = disk;
    this.files = files;
  }

  /**
   * Reads on in the given files of the ledger, and adds the points.
   *
   * @param names which files have grown; null for all
   * @return whether the tables were made anew
   */
  boolean update(@Nullable Collection<String> names, List<IndexPoint> points)
      throws SQLException, IOException {
    return guarded(open -> transaction(open, () -> readLedger(open, names, points)));
  }

  /**
   * Compares with the disk.
   *
   * @param pause asked now and then: whether to go on
   * @return whether it was completed
   */
  boolean scan(BooleanSupplier pause) throws SQLException, IOException {
    return guarded(
        open -> {
          if (!disk.collect(open, pause)) {
            return false;
          }
          return transaction(
              open,
              () -> {
                readLedger(open, null, List.of());
                disk.merge(open);
                return true;
              });
        });
  }

  /**
   * Looks into the files that were found by {@link #scan}, as far as their headers tell.
   *
   * @param pause asked now and then, outside any transaction: whether to go on
   */
  void lookInto(BooleanSupplier pause) throws SQLException, IOException {
    long last = 0;
    do {
      last = lookIntoSome(last);
    } while (last > 0 && pause.getAsBoolean());
  }

  /** The id of the last file that was looked into; 0 when there are no more. */
  private long lookIntoSome(long afterId) throws SQLException, IOException {
    long[] last = {0};
    guarded(
        open -> {
          List<FoundFile> found = FoundFiles.unknown(open, afterId, FILES_AT_A_TIME);
          if (found.isEmpty()) {
            return false;
          }
          List<FoundContents> contents = found.stream().map(files::outline).toList();
          last[0] = found.get(found.size() - 1).id();
          return transaction(open, () -> stored(open, contents));
        });
    return last[0];
  }

  /** Writes down what was found in files. */
  void store(List<FoundContents> contents) throws SQLException, IOException {
    guarded(open -> transaction(open, () -> stored(open, contents)));
  }

  private static boolean stored(Connection open, List<FoundContents> contents) throws SQLException {
    FoundFiles.store(open, contents);
    return true;
  }

  /** Closes the file in good order; the next to open it need not check it. */
  void finish() throws SQLException, IOException {
    guarded(
        open -> {
          execute(open, "UPDATE state SET clean = 1");
          return true;
        });
    close();
  }

  /** Drops the connection, as an unclean end. */
  @Override
  public void close() {
    Connection closing = connection;
    connection = null;
    writer = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (SQLException e) {
        LOG.debug("catalogue {}: {}", file.path(), e.toString());
      }
    }
  }

  @FunctionalInterface
  private interface Work {
    boolean on(Connection open) throws SQLException, IOException;
  }

  @FunctionalInterface
  private interface Step {
    boolean run() throws SQLException, IOException;
  }

  /**
   * Does something with a connection; after a failure the next one starts with a new connection.
   */
  private boolean guarded(Work work) throws SQLException, IOException {
    try {
      return work.on(connected());
    } catch (SQLException e) {
      close();
      if (CatalogueFile.isCorrupt(e)) {
        LOG.warn("catalogue {} is damaged and will be made anew: {}", file.path(), e.toString());
        file.discard(identity);
      }
      throw e;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Connection connected() throws SQLException, IOException {
    if (connection != null && identity.isPresent() && identity.equals(file.identity())) {
      return connection;
    }
    close();
    identity = file.identity();
    file.dropOrphanedWal();
    Connection open = file.openToWrite();
    connection = open;
    identity = file.identity();
    if (CatalogueSchema.isCurrent(open) && !endedClean(open)) {
      CatalogueFile.check(open);
    }
    return open;
  }

  private static boolean endedClean(Connection open) throws SQLException {
    try (Statement statement = open.createStatement();
        ResultSet row = statement.executeQuery("SELECT clean FROM state")) {
      return row.next() && row.getInt(1) != 0;
    }
  }

  private static boolean transaction(Connection open, Step step) throws SQLException, IOException {
    execute(open, "BEGIN IMMEDIATE");
    boolean result = step.run(); // after a failure the connection is closed, which rolls back
    execute(open, "COMMIT");
    return result;
  }

  private boolean readLedger(
      Connection open, @Nullable Collection<String> names, List<IndexPoint> points)
      throws SQLException, IOException {
    Collection<String> wanted = names == null ? ledger.files() : new TreeSet<>(names);
    boolean anew = !CatalogueSchema.isCurrent(open) || isAheadOfLedger(open, wanted);
    if (anew) {
      CatalogueSchema.recreate(open);
      wanted = ledger.files();
    }
    execute(open, "UPDATE state SET clean = 0 WHERE clean <> 0");
    CatalogueWriter into = writer(open);
    long events = 0;
    for (String name : wanted) {
      events += readFile(open, name, into);
    }
    for (IndexPoint point : points) {
      into.point(point);
    }
    if (anew && events > 0) {
      LOG.info("catalogue {}: made anew from {} events", file.path(), events);
    }
    return anew;
  }

  private CatalogueWriter writer(Connection open) throws SQLException {
    CatalogueWriter current = writer;
    if (current == null) {
      current = new CatalogueWriter(open);
      writer = current;
    }
    return current;
  }

  /** Whether a file of the ledger is shorter than what was read of it: someone has changed it. */
  private boolean isAheadOfLedger(Connection open, Collection<String> names) throws SQLException {
    for (String name : names) {
      OptionalLong length = ledger.length(name);
      if (length.isPresent() && offset(open, name) > length.getAsLong()) {
        return true;
      }
    }
    return false;
  }

  private long readFile(Connection open, String name, CatalogueWriter into)
      throws SQLException, IOException {
    long offset = offset(open, name);
    LedgerReader.Progress progress;
    try {
      progress = ledger.read(name, offset, into::apply);
    } catch (FileNotFoundException e) {
      return 0; // taken away since it was listed
    }
    if (progress.offset() > offset) {
      saveProgress(open, name, progress);
    }
    return progress.events();
  }

  private static long offset(Connection open, String name) throws SQLException {
    String sql = "SELECT byte_offset FROM ledger_files WHERE name = ?";
    try (PreparedStatement select = open.prepareStatement(sql)) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static void saveProgress(Connection open, String name, LedgerReader.Progress progress)
      throws SQLException {
    String sql =
        """
        INSERT INTO ledger_files VALUES(?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET
          byte_offset = excluded.byte_offset,
          broken_lines = broken_lines + excluded.broken_lines,
          unknown_lines = unknown_lines + excluded.unknown_lines
        """;
    try (PreparedStatement upsert = open.prepareStatement(sql)) {
      Bind.to(upsert)
          .text(name)
          .number(progress.offset())
          .number(progress.brokenLines())
          .number(progress.unknownLines())
          .run();
    }
  }

  private static void execute(Connection open, String sql) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
