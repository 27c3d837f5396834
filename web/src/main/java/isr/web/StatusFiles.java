package isr.web;

import isr.library.Library;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How recorders tell other processes about their sources: {@code .isr/status/PID.json}, replaced
 * once a second as long as {@code .isr/status/watched} has been touched within the last minute
 * (docs/decisions/0015). Where nobody watches, nothing is written.
 */
final class StatusFiles {
  /** A recorder that has not written for so long tells nothing any more. */
  static final Duration FRESH = Duration.ofSeconds(5);

  /** Nobody watches who has not said so for so long. */
  static final Duration WATCHED = Duration.ofSeconds(60);

  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_FILES = 64;
  private static final Logger LOG = LoggerFactory.getLogger(StatusFiles.class);

  private final Path directory;
  private final long pid;

  /**
   * The files of an output directory.
   *
   * @param pid of this process
   */
  StatusFiles(Path root, long pid) {
    this.directory = root.resolve(Library.DIRECTORY).resolve("status");
    this.pid = pid;
  }

  /** A file's content. */
  record Content(List<SourceView> sources) {}

  /**
   * Says that somebody wants to know.
   *
   * @return whether nobody did before, so that what is known is old
   */
  boolean watch(Instant now) {
    Path mark = directory.resolve("watched");
    boolean news = !isWatched(now);
    try {
      Files.createDirectories(directory);
      if (!Files.exists(mark)) {
        Files.write(mark, new byte[0]);
      }
      Files.setLastModifiedTime(mark, FileTime.from(now));
    } catch (IOException e) {
      LOG.debug("{}: {}", mark, e.toString());
    }
    return news;
  }

  /** Whether somebody wants to know. */
  boolean isWatched(Instant now) {
    return isWithin(directory.resolve("watched"), now, WATCHED);
  }

  /** Tells about our sources. */
  void write(List<SourceView> sources) throws IOException {
    Path fresh = directory.resolve(pid + ".tmp");
    Path file = directory.resolve(pid + ".json");
    Files.write(fresh, Answers.bytes(new Content(sources)));
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Tells nothing any more. */
  void remove() {
    for (String name : List.of(pid + ".json", pid + ".tmp")) {
      try {
        Files.deleteIfExists(directory.resolve(name));
      } catch (IOException e) {
        LOG.debug("{}: {}", name, e.toString());
      }
    }
  }

  /** What other processes tell. */
  List<SourceView> others(Instant now) {
    List<SourceView> sources = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      int count = 0;
      for (Path file : files) {
        boolean own = file.getFileName().toString().equals(pid + ".json");
        if (!own && count++ < MAX_FILES && isWithin(file, now, FRESH)) {
          sources.addAll(read(file));
        }
      }
    } catch (NoSuchFileException e) {
      return sources;
    } catch (IOException e) {
      LOG.debug("{}: {}", directory, e.toString());
    }
    return sources;
  }

  private static List<SourceView> read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        return List.of();
      }
      return Answers.JSON.readValue(Files.readAllBytes(file), Content.class).sources();
    } catch (IOException | RuntimeException e) {
      LOG.debug("{}: {}", file, e.toString());
      return List.of();
    }
  }

  private static boolean isWithin(Path file, Instant now, Duration age) {
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return Duration.between(written, now).abs().compareTo(age) <= 0;
    } catch (IOException e) {
      return false;
    }
  }
}
