package isr.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import isr.audio.MonotonicClock;
import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentOpened;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The books of one output directory, kept in {@code .isr} below it: ledger, catalogue and locks.
 *
 * <p>One per directory and process, shared by all sources that write there; other processes may
 * have theirs for the same directory. {@link #record} and {@link #point} are called by the sources
 * on their own threads and never throw.
 */
public final class Library implements Closeable {
  /** The directory below the root that is ours. */
  public static final String DIRECTORY = ".isr";

  /** How long {@link #close} waits for the catalogue; the next start catches up with the rest. */
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final Path root;
  private final Ledger ledger;
  private final LedgerReader reader;
  private final Catalogue catalogue;
  private final Indexing indexing;
  private final DiskScan disk;
  private final WholeReading wholeReading;
  private final Unclosed unclosed;
  private final SegmentLookup lookup;
  private final Map<String, SourceLock> locks = new ConcurrentHashMap<>();

  /** Paths of the segments that this process is writing. */
  private final Set<String> growing = ConcurrentHashMap.newKeySet();

  /** Of these, the ones that are closed. */
  private final Set<String> closedHere = ConcurrentHashMap.newKeySet();

  private volatile boolean recovered;

  /** Whether nothing below the root is ever written. */
  private final boolean readOnly;

  /** Where the catalogue is, and what else can be made anew. */
  private final Path derived;

  private Library(Path root, Path derived, boolean readOnly, Map<String, String> formats) {
    this.root = root;
    this.derived = derived;
    this.readOnly = readOnly;
    CatalogueFile file = new CatalogueFile(derived);
    reader = new LedgerReader(ledgerDirectory(root));
    catalogue = new Catalogue(file);
    FoundFileReader files = new FoundFileReader(root);
    disk = new DiskScan(root, formats);
    CatalogueIndex index = new CatalogueIndex(file, reader, disk, files);
    indexing = new Indexing(index, MonotonicClock.system(), this::readWhole);
    wholeReading = new WholeReading(catalogue, files, indexing::contents, MonotonicClock.system());
    ledger = new Ledger(ledgerDirectory(root), indexing::grown);
    unclosed = new Unclosed(root, reader, catalogue, indexing);
    lookup = new SegmentLookup(reader, catalogue, indexing);
  }

  /**
   * Opens the books of an output directory, which is made if it is not there; the catalogue is
   * brought up to date in the background.
   *
   * @param formats names of formats by file extension (lower case, no dot): files of these are
   *     taken for recordings
   * @throws IOException when the directory can not be written, and why
   */
  public static Library open(Path root, Map<String, String> formats) throws IOException {
    Path absolute = root.toAbsolutePath().normalize();
    prepare(absolute);
    return started(new Library(absolute, absolute.resolve(DIRECTORY), false, formats));
  }

  /**
   * Opens the books of an output directory without writing anything into it: for one on a medium,
   * or with rights, that do not allow it. Nothing can be recorded, repaired or deleted.
   *
   * @param caches the user's directory for what can be made anew; the catalogue goes below it
   * @throws IOException when there is no such directory, or the caches can not be written
   */
  public static Library openToRead(Path root, Path caches, Map<String, String> formats)
      throws IOException {
    Path real = root.toRealPath();
    Path derived = caches.resolve("isr").resolve(nameOf(real));
    if (!Files.isReadable(real)) {
      throw new IOException("directory " + root + " can not be read");
    }
    Files.createDirectories(derived);
    return started(new Library(real, derived, true, formats));
  }

  /** The same for the same directory, and hardly ever for another. */
  private static String nameOf(Path directory) {
    String last = String.valueOf(directory.getFileName()).replaceAll("[^\\w.-]", "_");
    return last + "-" + UUID.nameUUIDFromBytes(directory.toString().getBytes(UTF_8));
  }

  private static Library started(Library library) {
    Path name = library.root.getFileName();
    library.wholeReading.start("isr-found " + name);
    library.indexing.start(library.ledger, "isr-library " + name);
    return library;
  }

  /** Whether it was {@link #openToRead opened only to be read}. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** A directory for what can be made anew from the recordings; may not be there yet. */
  public Path derived() {
    return derived;
  }

  private static void prepare(Path root) throws IOException {
    try {
      Files.createDirectories(ledgerDirectory(root));
      Files.createDirectories(lockDirectory(root));
      Files.delete(Files.createTempFile(root.resolve(DIRECTORY), "writable", null));
    } catch (FileSystemException e) {
      throw new IOException(
          "output directory " + root + " can not be written: " + e.getFile() + ": " + reason(e), e);
    }
  }

  /** What the system said; for the two most common cases the JDK keeps that to itself. */
  private static String reason(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "not a directory";
    }
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }

  private static Path ledgerDirectory(Path root) {
    return root.resolve(DIRECTORY).resolve("ledger");
  }

  private static Path lockDirectory(Path root) {
    return root.resolve(DIRECTORY).resolve("locks");
  }

  /**
   * The root of the library that a file lies in: the nearest directory above it that has books.
   *
   * @param file absolute, without links in it
   */
  public static Optional<Path> rootOf(Path file) {
    for (Path above = file.getParent(); above != null; above = above.getParent()) {
      if (hasBooks(above)) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  /** Whether that is an output directory. */
  static boolean hasBooks(Path directory) {
    return Files.isDirectory(ledgerDirectory(directory));
  }

  /**
   * Output directories within this one: what is in them is not listed here. As of the last look at
   * the disk, which the start is.
   */
  public Set<Path> nested() {
    return disk.nested();
  }

  /** The output directory, absolute. */
  public Path root() {
    return root;
  }

  /**
   * A file's path as events name it.
   *
   * @throws IllegalArgumentException when the file is not below the root
   */
  public String pathOf(Path file) {
    return LedgerPath.of(root, file);
  }

  /**
   * Takes the right to record a source here, until the lock is closed or the process ends.
   *
   * @throws LockHeldException when the source is being recorded, here or by another process
   */
  public SourceLock lock(String source) throws IOException {
    return lock(source, false);
  }

  /**
   * As {@link #lock}, to repair files of the source and not to record it: whoever wants to record
   * it meanwhile learns that this passes.
   */
  public SourceLock lockToRepair(String source) throws IOException {
    return lock(source, true);
  }

  private SourceLock lock(String source, boolean repairs) throws IOException {
    checkWritable();
    SourceLock lock = SourceLock.acquire(lockDirectory(root), source, repairs);
    locks.put(source, lock);
    return lock;
  }

  private void checkWritable() {
    if (readOnly) {
      throw new ReadOnlyFileSystemException();
    }
  }

  /** Writes an event into the ledger; the catalogue has it within a second. Never throws. */
  public void record(LedgerEvent event) {
    checkWritable();
    if (event instanceof SegmentOpened opened) {
      growing.add(opened.path());
    } else if (event instanceof SegmentClosed closed) {
      closedHere.add(closed.path());
    }
    ledger.append(event);
    forgetClosed();
    if (ledger.pendingLines() > 0) {
      indexing.ledgerFailed();
    }
  }

  /** Remembers where in a growing file a sample is, for the catalogue. Never throws. */
  public void point(IndexPoint point) {
    indexing.point(point);
  }

  /** Questions to the catalogue. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * What the ledger says of a file; empty when it does not know it.
   *
   * @param path as {@link #pathOf} gives it
   * @throws IOException when neither catalogue nor ledger can be read
   */
  public Optional<RecordedSegment> segment(String path) throws IOException, InterruptedException {
    return lookup.find(path);
  }

  /** The ledger, to read. */
  public LedgerReader ledger() {
    return reader;
  }

  /**
   * Waits until the catalogue has everything that was recorded before.
   *
   * @return false when it failed or took too long
   */
  public boolean settle(Duration timeout) throws InterruptedException {
    return indexing.settle(timeout);
  }

  /** Some files that were found have to be read whole. On the library's thread. */
  private void readWhole() {
    wholeReading.wake();
  }

  /**
   * Waits until the catalogue has all files on disk, with the lengths that their headers tell.
   *
   * @return false when that took too long
   */
  public boolean awaitScan(Duration timeout) throws InterruptedException {
    return indexing.awaitScan(timeout);
  }

  /** Compares the catalogue with the files on disk, in the background. */
  public void rescan() {
    indexing.rescan();
  }

  /** Forces the ledger to disk; blocks as long as the disk does. For the thread that does this. */
  public void force() throws IOException {
    ledger.force();
  }

  /**
   * The segments that a killed recorder left behind, of sources that nobody else records now.
   *
   * @throws IOException when neither catalogue nor ledger can be read
   */
  public List<UnclosedSegment> unclosed() throws IOException, InterruptedException {
    return unclosed.list(this::isFree).stream().filter(s -> !isGrowing(s.path())).toList();
  }

  /**
   * Mends what a killed recorder left behind and writes that into the ledger. Each source's lock is
   * held meanwhile; sources that are being recorded elsewhere are left alone.
   *
   * @return how many segments were mended; those that could not be are logged and stay unclosed
   */
  public int recover(SegmentRepairer repairer) throws IOException, InterruptedException {
    try {
      return new Recovery(this, repairer).run(unclosed());
    } finally {
      recovered = true;
    }
  }

  /** Whether this process is writing that segment, or has just written it. */
  boolean isGrowing(String path) {
    return growing.contains(path);
  }

  /**
   * The catalogue may be behind: until recovery is over, what was closed here counts as growing.
   */
  private void forgetClosed() {
    if (recovered) {
      growing.removeAll(closedHere);
      closedHere.clear();
    }
  }

  /** Whether this library holds the lock of a source. */
  boolean holds(String source) {
    SourceLock lock = locks.get(source);
    return lock != null && lock.isHeld();
  }

  /**
   * Whether somebody records the source into this directory, here or in another process, or repairs
   * its files.
   */
  public boolean isRecorded(String source) {
    return holds(source) || !isFree(source);
  }

  private boolean isFree(String source) {
    if (holds(source) || readOnly) {
      return true; // a lock that can not be taken can not be asked either
    }
    try (SourceLock probe = SourceLock.acquire(lockDirectory(root), source, true)) {
      return probe.isHeld();
    } catch (IOException e) {
      return false;
    }
  }

  /** What could not be written down. */
  public LibraryHealth health() {
    return new LibraryHealth(
        ledger.pendingLines(), ledger.droppedLines(), indexing.droppedPoints(), indexing.failing());
  }

  /**
   * Writes what is pending and frees the locks; waits a few seconds at most. The sources must have
   * ended before. Idempotent.
   */
  @Override
  public void close() throws IOException {
    wholeReading.close();
    ledger.retry();
    indexing.close(CLOSE_TIMEOUT);
    for (SourceLock lock : locks.values()) {
      lock.close();
    }
  }
}
