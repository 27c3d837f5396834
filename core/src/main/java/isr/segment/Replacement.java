package isr.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy beside a file that is going to take its place: {@code .NAME.xxxxxxxx.isr-repair}.
 *
 * <p>Its maker holds a lock on it; one without a lock was left by a maker that was killed, and is
 * removed by the next one. It is opened once only, as closing any descriptor would free the lock.
 */
final class Replacement implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);
  private static final String SUFFIX = ".isr-repair";

  private final Path file;
  private final Path copy;
  private final FileChannel channel;
  private boolean committed;

  private Replacement(Path file, Path copy, FileChannel channel) {
    this.file = file;
    this.copy = copy;
    this.channel = channel;
  }

  /**
   * Copies the file's bytes.
   *
   * @throws IOException when it is read-only, its directory can not be written, or there is no room
   */
  static Replacement of(Path file) throws IOException {
    if (!Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    removeLeftovers(file);
    String mark = "%08x".formatted(ThreadLocalRandom.current().nextInt());
    Path copy = directory(file).resolve("." + file.getFileName() + "." + mark + SUFFIX);
    Replacement replacement = new Replacement(file, copy, create(copy));
    try {
      replacement.fill();
      return replacement;
    } catch (IOException | RuntimeException e) {
      replacement.close();
      throw e;
    }
  }

  /** The copy, open for reading and writing. */
  FileChannel channel() {
    return channel;
  }

  /**
   * Forces the copy to the disk; it has the file's owner and permissions then.
   *
   * @param modified the time that it shall have
   */
  void force(FileTime modified) throws IOException {
    takeAttributes();
    Files.setLastModifiedTime(copy, modified);
    channel.force(true);
  }

  /** Gives the copy the file's name, in one step, and makes that durable. */
  void commit() throws IOException {
    Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    committed = true;
    DiskSync.forceDirectory(file);
  }

  /** Removes the copy, unless it was committed. Idempotent. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen() && !committed) {
      Files.deleteIfExists(copy);
    }
    channel.close();
  }

  private static Path directory(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
  }

  private static FileChannel create(Path copy) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileChannel channel = FileChannel.open(copy, options, privately(copy));
      lock(channel);
      return channel;
    } catch (FileSystemException e) {
      throw new IOException("no copy can be made beside it: " + FileTrouble.bare(e), e);
    }
  }

  /** Nobody else reads the copy of a file that others may not read. */
  private static FileAttribute<?>[] privately(Path copy) {
    return copy.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether it is locked then; some network file systems have no locks. */
  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      LOG.debug("a copy without a lock: {}", e.toString());
      return false;
    }
  }

  private void fill() throws IOException {
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      long bytes = from.size();
      long free = Files.getFileStore(copy).getUsableSpace();
      if (free < bytes) {
        throw new IOException(
            "no room for a copy beside it: %d bytes needed, %d free".formatted(bytes, free));
      }
      for (long at = 0; at < bytes; ) {
        long count = from.transferTo(at, bytes - at, channel);
        if (count <= 0) {
          throw new IOException("it became shorter while it was copied");
        }
        at += count;
      }
    }
  }

  private void takeAttributes() throws IOException {
    PosixFileAttributeView to = Files.getFileAttributeView(copy, PosixFileAttributeView.class);
    if (to == null) {
      return;
    }
    PosixFileAttributes from = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributes own = to.readAttributes();
    if (!own.group().equals(from.group())) {
      to.setGroup(from.group());
    }
    if (!own.owner().equals(from.owner())) {
      to.setOwner(from.owner());
    }
    to.setPermissions(from.permissions());
  }

  private static void removeLeftovers(Path file) throws IOException {
    String prefix = "." + file.getFileName() + ".";
    DirectoryStream.Filter<Path> ours =
        entry -> {
          String name = String.valueOf(entry.getFileName());
          return name.startsWith(prefix)
              && name.endsWith(SUFFIX)
              && name.length() == prefix.length() + 8 + SUFFIX.length();
        };
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory(file), ours)) {
      for (Path entry : entries) {
        removeLeftover(entry);
      }
    }
  }

  private static void removeLeftover(Path entry) throws IOException {
    try (FileChannel left = FileChannel.open(entry, StandardOpenOption.WRITE)) {
      if (lock(left)) {
        LOG.info("{}: removed, an earlier repair was killed", entry);
        Files.deleteIfExists(entry);
      }
    }
  }
}
