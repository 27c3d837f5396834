package isr.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cue sheet beside a segment: {@code NAME.cue} of {@code NAME.mp3}; where that name is taken,
 * the first free one of {@code NAME-2.cue}, …. It is written beside and then put in place, so that
 * at each moment a whole one is there or none. A file that we did not write is never touched.
 *
 * <p>Writing happens on the sync thread of the directory; what the disk does not take is tried
 * again.
 */
public final class CueFile {
  private static final Logger LOG = LoggerFactory.getLogger(CueFile.class);
  private static final int MAX_NAMES = 1000;
  private static final long RETRY_NANOS = 10_000_000_000L;

  private final Path audio;
  private final DiskSync disk;

  /** The newest text that is not on the disk. */
  private final AtomicReference<@Nullable String> pending = new AtomicReference<>();

  /** Where our sheet is, and what is in it; of the sync thread. */
  private @Nullable Path place;

  private byte[] content = new byte[0];
  private boolean failing;

  /** Nothing is written before the first {@link #put}. */
  public CueFile(Path audio, DiskSync disk) {
    this.audio = audio;
    this.disk = disk;
  }

  /** Replaces the sheet by that text, soon; returns at once. Any thread. */
  public void put(String text) {
    if (pending.getAndSet(text) == null) {
      disk.run(this::write, 0);
    }
  }

  private void write() {
    String text = pending.getAndSet(null);
    if (text == null) {
      return;
    }
    try {
      write(text);
      failing = false;
    } catch (IOException | RuntimeException e) {
      failed(text, e);
    }
  }

  private void failed(String text, Exception cause) {
    if (!failing) {
      LOG.warn("{}: its cue sheet can not be written: {}", audio, FileTrouble.reason(cause));
    }
    failing = true;
    if (Files.exists(audio) && pending.compareAndSet(null, text)) {
      disk.run(this::write, RETRY_NANOS);
    }
  }

  private void write(String text) throws IOException {
    Path part = audio.resolveSibling("." + audio.getFileName() + ".cue.part");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      writeWhole(part, bytes);
      Path mine = place;
      if (mine == null || Files.notExists(mine, LinkOption.NOFOLLOW_LINKS)) {
        place = putInPlace(part);
        content = bytes;
      } else if (isUntouched(mine)) {
        Files.move(part, mine, StandardCopyOption.ATOMIC_MOVE);
        content = bytes;
      } else {
        LOG.warn("{}: somebody has changed it: left as it is", mine);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private boolean isUntouched(Path mine) throws IOException {
    return Files.size(mine) == content.length && Arrays.equals(Files.readAllBytes(mine), content);
  }

  private static void writeWhole(Path part, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Gives the file its first name that is free. */
  private Path putInPlace(Path part) throws IOException {
    for (int i = 1; i <= MAX_NAMES; i++) {
      Path candidate = candidate(i);
      try {
        claim(candidate, part);
        return candidate;
      } catch (FileAlreadyExistsException e) {
        // taken: the next name
      }
    }
    throw new FileAlreadyExistsException(
        candidate(1).toString(), null, "all names up to -" + MAX_NAMES);
  }

  private Path candidate(int number) {
    String name = audio.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    return audio.resolveSibling(name + (number == 1 ? "" : "-" + number) + ".cue");
  }

  /** A second name never replaces a file; file systems without such take an empty file first. */
  private static void claim(Path name, Path part) throws IOException {
    try {
      Files.createLink(name, part);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      Files.createFile(name);
      Files.move(part, name, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
