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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that did not exist before and grows at its end.
 *
 * <p>What is appended is held in a buffer until {@link #flush}, {@link #patch} or a full buffer,
 * which goes up to the last {@link #endUnit}: a unit reaches the system in one write, so that a
 * process that is killed between two of them leaves whole units. When a write fails, the file is
 * cut back to the last {@link #mark}. One thread at a time; {@link #force} and {@link #close} may
 * come from {@link DiskSync}'s.
 */
public final class SegmentFile implements MuxerOutput, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentFile.class);

  private static final int BUFFER_BYTES = 16 * 1024;

  /** Names that are tried before giving up: NAME, NAME-2, … */
  private static final int MAX_NAMES = 100_000;

  /** Buffers are lent for the time between two flushes, so a few serve all segments. */
  private static final ConcurrentLinkedDeque<ByteBuffer> BUFFERS = new ConcurrentLinkedDeque<>();

  private final Path path;
  private final FileChannel channel;
  private final @Nullable Object key;
  private @Nullable ByteBuffer buffer;

  /** So many bytes of the buffer end with a whole unit. */
  private int wholeBytes;

  private long written;
  private long markedLength;
  private volatile boolean dirty;

  /** Held while the disk is waited for. */
  private final ReentrantLock forcing = new ReentrantLock();

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
    ByteBuffer into = buffer();
    if (into.remaining() < bytes.remaining() && wholeBytes > 0) {
      int end = into.position();
      write(into, wholeBytes);
      into.limit(end).position(wholeBytes);
      into.compact();
      wholeBytes = 0;
    }
    if (into.remaining() < bytes.remaining()) {
      into = grown(into, bytes.remaining());
    }
    into.put(bytes);
  }

  /** What has been appended so far ends with a whole unit, which may reach the file by itself. */
  void endUnit() {
    wholeBytes = buffer == null ? 0 : buffer.position();
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
    if (from != null) {
      write(from, from.position());
      release(from);
    }
  }

  /** Writes the first bytes of the buffer; where that fails, the buffer is done with. */
  private void write(ByteBuffer from, int bytes) throws IOException {
    from.position(0).limit(bytes);
    try {
      while (from.hasRemaining()) {
        written += channel.write(from, written);
      }
      dirty = true;
    } catch (IOException e) {
      release(from);
      throw e;
    }
  }

  private void release(ByteBuffer lent) {
    buffer = null;
    wholeBytes = 0;
    giveBack(lent);
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

  /** Forces data and length to the disk, when there is anything new; also after {@link #close}. */
  public void force() throws IOException {
    if (!dirty) {
      return;
    }
    dirty = false;
    forcing.lock();
    try {
      if (channel.isOpen()) {
        channel.force(false);
      } else {
        forceAgainOpened();
      }
    } catch (IOException e) {
      dirty = true;
      throw e;
    } finally {
      forcing.unlock();
    }
  }

  /** The system knows what was written to a file, whoever has it open; a removed one is done. */
  private void forceAgainOpened() throws IOException {
    try (FileChannel again = FileChannel.open(path, StandardOpenOption.WRITE)) {
      again.force(false);
    } catch (NoSuchFileException e) {
      LOG.debug("{}: was removed before it was forced to the disk", path);
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Closes the file for now, unless it is just being forced; what is next is {@link #force}. */
  void closeUnlessForcing() throws IOException {
    if (forcing.tryLock()) {
      try {
        channel.close();
      } finally {
        forcing.unlock();
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

  /** A unit that is larger than a buffer gets one of its own. */
  private ByteBuffer grown(ByteBuffer full, int more) {
    int needed = Math.addExact(full.position(), more);
    ByteBuffer grown = ByteBuffer.allocateDirect(Math.max(needed, 2 * full.capacity()));
    grown.put(full.flip());
    giveBack(full);
    buffer = grown;
    return grown;
  }

  private static void giveBack(ByteBuffer lent) {
    if (lent.capacity() == BUFFER_BYTES) {
      BUFFERS.push(lent.clear());
    }
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
