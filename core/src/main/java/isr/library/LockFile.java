package isr.library;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that one owner on the machine holds; the system frees it when the owner's process ends.
 *
 * <p>POSIX record locks belong to the process, and closing <em>any</em> descriptor of the file
 * frees them. So a file whose lock this process holds is never opened a second time here: a set of
 * the held ones is looked at first. The file stays when the lock is released; removing it would let
 * two owners lock two files of one name.
 */
final class LockFile implements Closeable {
  /** One byte far behind the text, so that systems with mandatory locks let others read that. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int MAX_TEXT_BYTES = 512;

  /** How the owner's text ends where it does not record. */
  private static final String REPAIRS = ", to repair files";

  /** With what they were taken for: whether to repair. */
  private static final Map<Path, Boolean> HELD_HERE = new ConcurrentHashMap<>();

  private final Path key;
  private final FileChannel channel;

  private LockFile(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @param what for the message, such as {@code source "radio1"}
   * @param repairs whether it is taken for a time only, to repair files
   * @throws LockHeldException when it is held, here or elsewhere
   * @throws IOException when the file can not be made or locked
   */
  static LockFile acquire(Path directory, String name, String what, boolean repairs)
      throws IOException {
    Files.createDirectories(directory);
    Path key = directory.toRealPath().resolve(name);
    Boolean held = HELD_HERE.putIfAbsent(key, repairs);
    if (held != null) {
      throw new LockHeldException(what, "this process (" + ownText() + ")", !held);
    }
    try {
      return new LockFile(key, lock(key, what, repairs));
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(key);
      throw e;
    }
  }

  private static FileChannel lock(Path file, String what, boolean repairs) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        String holder = holderText(channel);
        boolean recording = !holder.endsWith(REPAIRS);
        throw new LockHeldException(what, "another process (" + holder + ")", recording);
      }
      writeOwner(channel, ownText() + (repairs ? REPAIRS : ""));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void writeOwner(FileChannel channel, String owner) throws IOException {
    ByteBuffer text = ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8));
    channel.truncate(0);
    while (text.hasRemaining()) {
      channel.write(text, text.position());
    }
  }

  private static String ownText() {
    ProcessHandle self = ProcessHandle.current();
    String started = self.info().startInstant().map(t -> ", started " + t).orElse("");
    return "pid " + self.pid() + started;
  }

  private static String holderText(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MAX_TEXT_BYTES);
    channel.read(text, 0);
    return StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
  }

  /** Whether it has not been closed. */
  boolean isHeld() {
    return channel.isOpen();
  }

  /** Frees the lock. Idempotent. */
  @Override
  public synchronized void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        HELD_HERE.remove(key);
      }
    }
  }
}
