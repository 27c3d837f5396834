package isr.library;

import isr.library.RecordedSegment.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** Deletes recordings, because a user said so, and writes that down. Thread-safe. */
public final class DeletedFiles {
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final InstantSource wallClock;
  private final ZoneId zone;

  /** Deletes; the ledger has the times of this clock and zone. */
  public DeletedFiles(InstantSource wallClock, ZoneId zone) {
    this.wallClock = wallClock;
    this.zone = zone;
  }

  /**
   * Removes a file. One that was never closed is removed only while its source is locked, so that
   * nobody writes it.
   *
   * @param path as the ledger has it
   * @throws LockHeldException when it is being recorded, or repaired
   * @throws IOException when it can not be removed
   */
  public void delete(Library library, String path) throws IOException, InterruptedException {
    Optional<RecordedSegment> segment = library.segment(path);
    boolean open = segment.isPresent() && segment.get().state() == State.OPEN;
    String source = segment.flatMap(RecordedSegment::source).orElse("");
    if (open) {
      try (SourceLock lock = library.lockToRepair(source)) {
        remove(library, path, lock.source());
      }
    } else {
      remove(library, path, source);
    }
    library.settle(SETTLE);
  }

  private void remove(Library library, String path, String source) throws IOException {
    Path file =
        LedgerPath.resolve(library.root(), path)
            .orElseThrow(() -> new IOException("no file can have the name " + path));
    Files.delete(file);
    OffsetDateTime now = OffsetDateTime.ofInstant(wallClock.instant(), zone);
    library.record(new LedgerEvent.SegmentDeleted(source, now, path));
  }
}
