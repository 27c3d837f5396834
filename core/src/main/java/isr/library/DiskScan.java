package isr.library;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the catalogue with what is on disk: recordings that came or went behind our back.
 *
 * <p>{@link #collect} lists the files into a temporary table, which locks nothing and takes as long
 * as the disk takes; {@link #merge} then brings the differences into the catalogue. Hidden files
 * and directories are left out, and output directories within this one, which have books of their
 * own; links are not followed.
 */
final class DiskScan {
  /** Deeper directories are not looked at. */
  private static final int MAX_DEPTH = 32;

  /** So many files are listed between two looks at what else is to be done. */
  private static final int FILES_BETWEEN_PAUSES = 500;

  private static final int ROWS_AT_A_TIME = 1000;

  /** More are left out as well, but not told of. */
  private static final int MAX_NESTED = 1000;

  private final Path root;
  private final Map<String, String> formats;
  private final Set<Path> nested = ConcurrentHashMap.newKeySet();

  /**
   * Looks below a root.
   *
   * @param formats names of formats by their extensions, in lower case and without a dot
   */
  DiskScan(Path root, Map<String, String> formats) {
    this.root = root;
    this.formats = Map.copyOf(formats);
  }

  /**
   * Lists the recordings into the connection's temporary table.
   *
   * @param pause asked now and then, outside any transaction: whether to go on
   * @return whether all has been listed
   */
  boolean collect(Connection connection, BooleanSupplier pause) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TEMP TABLE IF NOT EXISTS disk("
              + "path TEXT PRIMARY KEY, format TEXT, bytes INTEGER, modified_nanos INTEGER)"
              + " WITHOUT ROWID");
      statement.executeUpdate("DELETE FROM disk");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR IGNORE INTO disk VALUES(?, ?, ?, ?)")) {
      nested.clear();
      Walk walk = new Walk(insert, pause);
      Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, walk);
      return walk.finish();
    }
  }

  /** Output directories within this one, as the last look at the disk found them. */
  Set<Path> nested() {
    return Set.copyOf(nested);
  }

  /** Brings the differences into the catalogue, within the caller's transaction. */
  void merge(Connection connection) throws SQLException {
    forgetOthers(connection);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT OR IGNORE INTO segments(path, state, format, bytes, modified_nanos)"
              + " SELECT path, 'found', format, bytes, modified_nanos FROM disk");
      statement.executeUpdate(
          "UPDATE segments SET bytes = disk.bytes, modified_nanos = disk.modified_nanos,"
              + " samples = NULL, known_by = NULL FROM disk"
              + " WHERE segments.path = disk.path AND state = 'found' AND (segments.bytes,"
              + " segments.modified_nanos) IS NOT (disk.bytes, disk.modified_nanos)");
      statement.executeUpdate(
          "UPDATE segments SET missing = 0 WHERE missing <> 0 AND path IN (SELECT path FROM disk)");
    }
    markMissing(connection);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "DELETE FROM points WHERE segment IN"
              + " (SELECT id FROM segments WHERE state = 'found' AND missing <> 0)");
      statement.executeUpdate("DELETE FROM segments WHERE state = 'found' AND missing <> 0");
    }
  }

  /** What was found before it was hidden, or before its directory had books of its own. */
  private void forgetOthers(Connection connection) throws SQLException {
    String sql = "UPDATE segments SET missing = 1 WHERE state = 'found' AND ";
    try (PreparedStatement hidden =
            connection.prepareStatement(sql + "(path LIKE '.%' OR path LIKE '%/.%')");
        PreparedStatement within =
            connection.prepareStatement(sql + "substr(path, 1, length(?)) = ?")) {
      Bind.to(hidden).run();
      for (Path directory : nested) {
        String prefix = LedgerPath.of(root, directory) + "/";
        Bind.to(within).text(prefix).text(prefix).run();
      }
    }
  }

  /** A file that was made after its directory was listed is not missing: each is looked for. */
  private void markMissing(Connection connection) throws SQLException {
    String sql =
        "SELECT id, path FROM segments WHERE missing = 0 AND id > ?"
            + " AND NOT EXISTS (SELECT 1 FROM disk WHERE disk.path = segments.path)"
            + " ORDER BY id LIMIT "
            + ROWS_AT_A_TIME;
    try (PreparedStatement select = connection.prepareStatement(sql);
        PreparedStatement mark =
            connection.prepareStatement("UPDATE segments SET missing = 1 WHERE id = ?")) {
      long last = 0;
      for (long next = Long.MIN_VALUE; next != last; ) {
        next = last;
        last = markAfter(last, select, mark);
      }
    }
  }

  /** Handles the next rows after an id; the last id handled, or the same one. */
  private long markAfter(long id, PreparedStatement select, PreparedStatement mark)
      throws SQLException {
    long last = id;
    select.setLong(1, id);
    List<Long> gone = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        last = row.getLong(1);
        Optional<Path> file = LedgerPath.resolve(root, row.getString(2));
        if (file.isPresent() && Files.notExists(file.get(), LinkOption.NOFOLLOW_LINKS)) {
          gone.add(last);
        }
      }
    }
    for (long missing : gone) {
      Bind.to(mark).number(missing).run();
    }
    return last;
  }

  private final class Walk extends SimpleFileVisitor<Path> {
    private final PreparedStatement insert;
    private final BooleanSupplier pause;
    private final String prefix = root + "/";
    private int batched;
    private boolean stopped;

    Walk(PreparedStatement insert, BooleanSupplier pause) {
      this.insert = insert;
      this.pause = pause;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean below = !directory.equals(root);
      boolean isOther = below && Library.hasBooks(directory);
      if (isOther && nested.size() < MAX_NESTED) {
        nested.add(directory);
      }
      return isOther || (below && isHidden(directory))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
      return path.getFileName() != null && name(path).startsWith(".");
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String format = formats.get(extension(name(file)));
      if (format != null && attributes.isRegularFile() && !isHidden(file)) {
        add(file, format, attributes);
      }
      return stopped ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }

    private void add(Path file, String format, BasicFileAttributes attributes) throws IOException {
      try {
        Bind.to(insert)
            .text(pathOf(file))
            .text(format)
            .number(attributes.size())
            .number(CatalogueTime.nanos(attributes.lastModifiedTime().toInstant()))
            .addBatch();
        if (++batched == FILES_BETWEEN_PAUSES) {
          flush();
        }
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }

    /** A file of the walk is the root's path, and more: quicker than {@link LedgerPath#of}. */
    private String pathOf(Path file) {
      String text = file.toString();
      return text.startsWith(prefix) ? text.substring(prefix.length()) : LedgerPath.of(root, file);
    }

    private void flush() throws SQLException {
      insertBatch();
      batched = 0;
      stopped = !pause.getAsBoolean();
    }

    boolean finish() throws SQLException {
      insertBatch();
      return !stopped;
    }

    /** In one transaction, which locks nothing but the temporary table. */
    private void insertBatch() throws SQLException {
      try (Statement transaction = insert.getConnection().createStatement()) {
        transaction.execute("BEGIN");
        insert.executeBatch();
        transaction.execute("COMMIT");
      }
    }

    private static String name(Path path) {
      return path.getFileName().toString();
    }

    private static String extension(String name) {
      return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
  }
}
