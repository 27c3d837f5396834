package isr.cli;

import isr.library.Library;
import isr.library.LibraryHealth;
import isr.segment.FileTrouble;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes libraries, and tells what their ledgers could not take. */
final class LibraryEnd {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryEnd.class);

  private LibraryEnd() {}

  /** Closes all of them; whether everything that happened could be written down. */
  static boolean close(Iterable<Library> libraries) {
    boolean complete = true;
    for (Library library : libraries) {
      complete &= close(library);
    }
    return complete;
  }

  private static boolean close(Library library) {
    try {
      library.close();
    } catch (IOException e) {
      LOG.error("{}: closing the library failed: {}", library.root(), FileTrouble.reason(e));
    }
    long lost = lostLines(library.health());
    if (lost > 0) {
      LOG.error(
          "{}: the ledger could not be written until the end: lines lost: {}",
          library.root(),
          lost);
    }
    return lost == 0;
  }

  /** Lines that no disk will take any more, of a library that is closed. */
  static long lostLines(LibraryHealth health) {
    return health.pendingLines() + health.droppedLines();
  }
}
