package isr.segment;

import isr.media.MediaFormat;
import isr.media.MuxerOutput;
import isr.media.Repair;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * A file that did not exist before and grows at its end.
 *
 * <p>What is appended is held in a buffer until {@link #flush}, {@link #patch} or a full buffer.
 * When a write fails, the file is cut back to the last {@link #mark}, so that it ends with a whole
 * unit. One thread at a time; {@link #force} and {@link #close} may come from {@link DiskSync}'s.
 */
public final class SegmentFile implements MuxerOutput, Closeable {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Names that are tried before giving up: NAME, NAME-2, … */
  private static final int MAX_NAMES = 100_000;

  /** Buffers are lent for the time between two flushes, so a few serve all segments. */
  private static final ConcurrentLinkedDeque<ByteBuffer> BUFFERS = new ConcurrentLinkedDeque<>();

  private final Path path;
  private final FileChannel channel;
  private final @Nullable Object key;
  private @Nullable ByteBuffer buffer;
  private long written;
  private long markedLength;
  private volatile boolean dirty;

  private SegmentFile(Path path, FileChannel channel, @Nullable Object key) {
    this.path = path;
    this.channel = channel;
    this.key = key;
  }

  /**
   * Creates the file; where the name is taken, the first free one of {@code NAME-2}, {@code
   * NAME-3}, …. Missing directories are made.
   *
   * @param directory the output directory; the file is made inside it
   * @param name relative path without extension
   * @param extension without the dot
   */
  public static SegmentFile create(Path directory, String name, String extension)
      throws IOException {
    Path first = directory.resolve(name + "." + extension);
    Path parent = first.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    for (int i = 1; i <= MAX_NAMES; i++) {
      Path path = i == 1 ? first : directory.resolve(name + "-" + i + "." + extension);
      try {
        FileChannel channel =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        return new SegmentFile(path, channel, keyOf(path));
      } catch (FileAlreadyExistsException e) {
        // taken: the next name
      }
    }
    throw new FileAlreadyExistsException(first.toString(), null, "all names up to -" + MAX_NAMES);
  }

  /** What tells the file from another of its name, where the system has such a thing. */
  private static @Nullable Object keyOf(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether the file is still where it was made: false when it was removed or renamed. */
  boolean isThere() {
    try {
      Object found = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null || key.equals(found);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true; // nobody knows
    }
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  @Override
  public long length() {
    return written + (buffer == null ? 0 : buffer.position());
  }

  @Override
  public void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      ByteBuffer into = buffer();
      if (!into.hasRemaining()) {
        flush();
        into = buffer();
      }
      int count = Math.min(into.remaining(), bytes.remaining());
      into.put(into.position(), bytes, bytes.position(), count);
      into.position(into.position() + count);
      bytes.position(bytes.position() + count);
    }
  }

  @Override
  public void patch(long offset, ByteBuffer bytes) throws IOException {
    if (offset + bytes.remaining() > length()) {
      throw new IllegalArgumentException("patch beyond the end of " + path);
    }
    flush();
    long at = offset;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    dirty = true;
  }

  /** Hands everything appended so far to the operating system. */
  public void flush() throws IOException {
    ByteBuffer from = buffer;
    if (from == null) {
      return;
    }
    from.flip();
    try {
      while (from.hasRemaining()) {
        written += channel.write(from, written);
      }
      dirty = true;
    } finally {
      buffer = null;
      from.clear();
      BUFFERS.push(from);
    }
  }

  /** What has been appended so far ends with a whole unit. */
  public void mark() {
    markedLength = length();
  }

  /** After a failed write: cuts the file back to the last mark that reached it. */
  public void rewind() throws IOException {
    if (written > markedLength) {
      channel.truncate(markedLength);
      written = markedLength;
    }
  }

  /** Mends the file with its format's own repair; nothing may be held back. */
  Repair repair(MediaFormat format) throws IOException {
    Repair repair = format.repair(channel);
    written = channel.size();
    dirty = true;
    return repair;
  }

  /** Forces data and length to the disk, when there is anything new. */
  public void force() throws IOException {
    if (dirty) {
      dirty = false;
      try {
        channel.force(false);
      } catch (IOException e) {
        dirty = true;
        throw e;
      }
    }
  }

  /** Removes the file. Only for one that holds no audio. */
  public void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }

  /** Closes without flushing. Idempotent. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private ByteBuffer buffer() {
    ByteBuffer current = buffer;
    if (current == null) {
      current = BUFFERS.poll();
      if (current == null) {
        current = ByteBuffer.allocateDirect(BUFFER_BYTES);
      }
      buffer = current;
    }
    return current;
  }
}
