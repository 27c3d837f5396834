package isr.library;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The right to record a source into an output directory; one owner on the machine has it.
 *
 * <p>A lock on {@code .isr/locks/<source>.lock}, which names the owner's process. It is freed by
 * {@link #close} or by the end of the process, however that comes.
 */
public final class SourceLock implements Closeable {
  /** Longer names are cut, and told apart by a hash. */
  private static final int MAX_NAME_CHARS = 100;

  private final String source;
  private final LockFile file;

  private SourceLock(String source, LockFile file) {
    this.source = source;
    this.file = file;
  }

  /**
   * Takes the lock of a source, without waiting.
   *
   * @param directory of the lock files
   * @param repairs whether it is taken for a time only, to repair files
   * @throws LockHeldException when the source is being recorded, here or by another process
   * @throws IOException when the lock file can not be made or locked
   */
  static SourceLock acquire(Path directory, String source, boolean repairs) throws IOException {
    String what = "source \"" + source + "\"";
    return new SourceLock(source, LockFile.acquire(directory, fileName(source), what, repairs));
  }

  /** The source's name. */
  public String source() {
    return source;
  }

  /** Whether it has not been closed. */
  boolean isHeld() {
    return file.isHeld();
  }

  /** Frees the lock. Idempotent. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A file name for any source name: what is not a letter, digit, - or _ stands as %XX. */
  static String fileName(String source) {
    StringBuilder name = new StringBuilder();
    for (byte b : source.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b == '-' || b == '_' || (b > 0 && Character.isLetterOrDigit(b));
      name.append(plain ? String.valueOf((char) b) : "%" + HexFormat.of().toHexDigits(b));
    }
    if (name.length() > MAX_NAME_CHARS) {
      name.setLength(MAX_NAME_CHARS);
      name.append('~').append(Long.toHexString(hash(source)));
    }
    return name + ".lock";
  }

  /** FNV-1a, 64 bits. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
