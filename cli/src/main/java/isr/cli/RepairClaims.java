package isr.cli;

import isr.format.MediaFormats;
import isr.library.LedgerEvent.SegmentRepaired;
import isr.library.Library;
import isr.library.RecordedSegment;
import isr.library.RecordedSegment.State;
import isr.library.SourceLock;
import isr.media.Repair;
import isr.segment.OpenFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to mend files: not while someone writes them. Where they belong to a library, its
 * ledger is told.
 *
 * <p>A segment that the ledger knows as unfinished is mended under the lock of its source, so that
 * no recorder of it is alive, and none begins meanwhile. Of a file that no ledger knows, only the
 * programs that have it open can be asked for.
 */
final class RepairClaims implements Closeable {
  private final InstantSource wallClock;
  private final Map<Path, Library> libraries = new HashMap<>();
  private boolean allTold;

  RepairClaims(InstantSource wallClock) {
    this.wallClock = wallClock;
  }

  /** The right to mend one file, until it is closed. */
  final class Claim implements Closeable {
    private final @Nullable Library library;
    private final Optional<RecordedSegment> segment;
    private final @Nullable SourceLock lock;

    private Claim(
        @Nullable Library library, Optional<RecordedSegment> segment, @Nullable SourceLock lock) {
      this.library = library;
      this.segment = segment;
      this.lock = lock;
    }

    /** Writes into the ledger that the file was mended, when the ledger knows the file. */
    void mended(Repair repair, long bytes) {
      if (library != null && segment.isPresent()) {
        library.record(event(segment.get(), repair, bytes));
      }
    }

    @Override
    public void close() throws IOException {
      if (lock != null) {
        lock.close();
      }
    }
  }

  /**
   * Takes the right to mend a file.
   *
   * @param file absolute, without links in it
   * @throws IOException when someone writes it, and who; or the library's books can not be opened
   */
  Claim claim(Path file) throws IOException, InterruptedException {
    Optional<String> writer = OpenFile.writer(file);
    if (writer.isPresent()) {
      throw new IOException("it is being written by " + writer.get());
    }
    Optional<Path> root = Library.rootOf(file);
    return root.isPresent()
        ? claim(library(root.get()), file)
        : new Claim(null, Optional.empty(), null);
  }

  private Claim claim(Library library, Path file) throws IOException, InterruptedException {
    Optional<RecordedSegment> segment = library.segment(library.pathOf(file));
    Optional<String> source = segment.flatMap(RecordedSegment::source);
    boolean unfinished = segment.isPresent() && segment.get().state() == State.OPEN;
    SourceLock lock = unfinished && source.isPresent() ? library.lockToRepair(source.get()) : null;
    return new Claim(library, segment, lock);
  }

  private Library library(Path root) throws IOException {
    Library library = libraries.get(root);
    if (library == null) {
      library = Library.open(root, MediaFormats.namesByExtension());
      libraries.put(root, library);
    }
    return library;
  }

  private SegmentRepaired event(RecordedSegment segment, Repair repair, long bytes) {
    ZoneOffset offset = segment.start().map(OffsetDateTime::getOffset).orElse(ZoneOffset.UTC);
    return new SegmentRepaired(
        segment.source().orElse(""),
        wallClock.instant().atOffset(offset),
        segment.path(),
        repair.sampleCount(),
        bytes,
        repair.removedBytes());
  }

  /** Whether the ledgers were told of all that was mended; known once this is closed. */
  boolean allTold() {
    return allTold;
  }

  /** Closes the libraries; what their ledgers could not take is logged. */
  @Override
  public void close() {
    allTold = LibraryEnd.close(libraries.values());
  }
}
