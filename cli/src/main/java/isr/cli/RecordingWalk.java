package isr.cli;

import isr.format.MediaFormats;
import isr.library.Library;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that a command line names: a file as it is, of a directory all recordings below it, in
 * the order of their names. Links inside a directory are not followed, and what isr keeps in {@code
 * .isr} is left out.
 *
 * <p>Memory holds the names of one directory at each depth.
 */
final class RecordingWalk {
  private static final String BOOKS = Library.DIRECTORY;

  /** Takes what is found. */
  interface Visitor {
    /** A file that was named, or a recording in a directory. */
    void file(Path file);

    /** A directory can not be read, or not to its end. */
    void failed(Path directory, IOException e);
  }

  private RecordingWalk() {}

  /** Visits all that a path stands for. */
  static void walk(Path path, Visitor visitor) {
    if (Files.isDirectory(path)) {
      directory(path, visitor);
    } else {
      visitor.file(path);
    }
  }

  private static void directory(Path directory, Visitor visitor) {
    for (Path entry : sorted(directory, visitor)) {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        if (!entry.endsWith(BOOKS)) {
          directory(entry, visitor);
        }
      } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
          && MediaFormats.forFile(entry).isPresent()) {
        visitor.file(entry);
      }
    }
  }

  private static List<Path> sorted(Path directory, Visitor visitor) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      visitor.failed(directory, new IOException(e.getMessage(), e));
    } catch (IOException e) {
      visitor.failed(directory, e);
    }
    entries.sort(null);
    return entries;
  }
}
