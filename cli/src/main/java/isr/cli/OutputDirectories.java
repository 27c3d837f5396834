package isr.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import isr.format.MediaFormats;
import isr.library.Library;
import isr.library.LockHeldException;
import isr.recorder.LibraryEvents;
import isr.recorder.RecordingEvents;
import isr.recorder.SourceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output directories of a run: their libraries, the locks of their sources, the repair of what
 * a crash left. Thread-safe.
 */
final class OutputDirectories {
  private static final Logger LOG = LoggerFactory.getLogger(OutputDirectories.class);

  private final InstantSource wallClock;
  private final Map<Path, Library> libraries = new ConcurrentHashMap<>();

  OutputDirectories(InstantSource wallClock) {
    this.wallClock = wallClock;
  }

  /**
   * Takes the source's lock; its library is opened when it is the first in its directory. As long
   * as the disk hangs, so does this; the sources of one directory are prepared on one thread.
   *
   * @throws LockHeldException when somebody else records the source, or repairs its files
   * @throws IOException when the directory can not be written
   */
  void prepare(SourceSettings settings) throws IOException {
    Path directory = settings.directory();
    Library library = libraries.get(directory);
    if (library == null) {
      library = Library.open(directory, MediaFormats.namesByExtension());
      libraries.put(directory, library);
    }
    library.lock(settings.name());
  }

  /** The listener of a source that is prepared. */
  RecordingEvents events(SourceSettings settings) {
    Library library = libraries.get(settings.directory());
    if (library == null) {
      throw new IllegalStateException("no library for " + settings.directory());
    }
    return new LibraryEvents(library, settings.name(), settings.zone(), wallClock);
  }

  /** The libraries that are open. */
  Collection<Library> open() {
    return List.copyOf(libraries.values());
  }

  /** Whether the directory's library is open. */
  boolean isOpen(Path directory) {
    return libraries.containsKey(directory);
  }

  /** Mends what a crash left in that directory. */
  void recover(Path directory) {
    Library library = libraries.get(directory);
    if (library != null) {
      recover(library);
    }
  }

  private void recover(Library library) {
    try {
      int mended = library.recover(new SegmentMender(wallClock));
      if (mended > 0) {
        LOG.info("{}: {} files of an earlier run were repaired", library.root(), mended);
      }
    } catch (IOException e) {
      LOG.error("{}: looking for files to repair failed: {}", library.root(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Closes the books.
   *
   * @return whether everything that happened could be written down
   */
  @CanIgnoreReturnValue
  boolean close() {
    return LibraryEnd.close(libraries.values());
  }
}
