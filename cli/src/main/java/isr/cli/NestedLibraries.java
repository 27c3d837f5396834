package isr.cli;

import isr.library.Library;
import isr.segment.FileTrouble;
import isr.web.Root;
import isr.web.Roots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows output directories that lie within those that are shown; each has books of its own. They
 * are known when the directory around them has been looked through. They are opened on a thread of
 * their own: a disk that hangs holds up nobody else. Used by one thread.
 */
final class NestedLibraries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NestedLibraries.class);

  /** Opens the library of a directory. */
  @FunctionalInterface
  interface Opener {
    Library open(Path directory) throws IOException;
  }

  private final Roots roots;
  private final Opener opener;
  private final ExecutorService opening =
      Executors.newSingleThreadExecutor(NestedLibraries::thread);
  private final List<Library> opened = new CopyOnWriteArrayList<>();

  /** Of these, each is opened once at most. */
  private final Set<Path> known;

  /**
   * Nothing is opened yet.
   *
   * @param known directories that somebody else opens
   */
  NestedLibraries(Roots roots, Set<Path> known, Opener opener) {
    this.roots = roots;
    this.known = new HashSet<>(known);
    this.opener = opener;
  }

  private static Thread thread(Runnable run) {
    Thread thread = new Thread(run, "isr-nested");
    thread.setDaemon(true);
    return thread;
  }

  /** Has what has been found meanwhile opened and shown, soon; returns at once. */
  void look() {
    for (Root root : roots.all()) {
      for (Path directory : root.library().nested()) {
        if (known.add(directory)) {
          opening.execute(() -> show(directory));
        }
      }
    }
  }

  private void show(Path directory) {
    try {
      Library library = opener.open(directory);
      opened.add(library);
      roots.add(library);
    } catch (IOException e) {
      LOG.error("{}: it is not shown: {}", directory, FileTrouble.reason(e));
    }
  }

  @Override
  public void close() {
    opening.shutdown();
    LibraryEnd.close(opened);
  }
}
