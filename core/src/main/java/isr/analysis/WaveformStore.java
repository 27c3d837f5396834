package isr.analysis;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the directory of all analyses small. What goes wrong in there harms no analysis. */
final class WaveformStore {
  private static final Logger LOG = LoggerFactory.getLogger(WaveformStore.class);

  /** A use is noted no more often. */
  private static final Duration NOTED = Duration.ofMinutes(1);

  /** Files of an analysis that never came to its end. */
  private static final Duration ABANDONED = Duration.ofHours(6);

  /** What a file takes at least. */
  private static final long BLOCK_BYTES = 4096;

  private final Path directory;
  private final long maxBytes;
  private final InstantSource clock;

  WaveformStore(Path directory, long maxBytes, InstantSource clock) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  private record Kept(Path directory, Instant used, long bytes) {}

  /** Notes that an analysis is used. */
  void used(Path own) {
    Path state = own.resolve(WaveformState.FILE);
    Instant now = clock.instant();
    try {
      if (Files.getLastModifiedTime(state).toInstant().plus(NOTED).isBefore(now)) {
        Files.setLastModifiedTime(state, FileTime.from(now));
      }
    } catch (IOException e) {
      LOG.debug("{}: its use is not noted: {}", state, e.toString());
    }
  }

  /** Deletes what nobody needs, and what was used longest ago where there is too much. */
  void tidy(Path own, long id) {
    try {
      dropAbandoned(own, id);
      List<Kept> all = all();
      long sum = all.stream().mapToLong(Kept::bytes).sum();
      all.sort(Comparator.comparing(Kept::used));
      for (Kept kept : all) {
        if (sum <= maxBytes) {
          return;
        }
        if (!kept.directory.equals(own)) {
          drop(kept.directory);
          sum -= kept.bytes;
        }
      }
    } catch (IOException e) {
      LOG.debug("{} is not tidied: {}", directory, e.toString());
    }
  }

  private void dropAbandoned(Path own, long id) throws IOException {
    String prefix = WaveformFiles.prefix(id);
    Instant old = clock.instant().minus(ABANDONED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(own)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        boolean needed = name.equals(WaveformState.FILE) || name.startsWith(prefix);
        if (!needed && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private List<Kept> all() throws IOException {
    List<Kept> all = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(directory)) {
      for (Path one : directories) {
        if (Files.isDirectory(one)) {
          all.add(kept(one));
        }
      }
    }
    return all;
  }

  /** One that is being made for the first time counts as used when it was begun. */
  private static Kept kept(Path one) throws IOException {
    Path state = one.resolve(WaveformState.FILE);
    Instant used = Files.getLastModifiedTime(Files.exists(state) ? state : one).toInstant();
    long bytes = BLOCK_BYTES;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(one)) {
      for (Path file : files) {
        bytes += (Files.size(file) + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
      }
    }
    return new Kept(one, used, bytes);
  }

  /** First the state, so that nobody finds half of it. */
  private static void drop(Path one) throws IOException {
    Files.deleteIfExists(one.resolve(WaveformState.FILE));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(one)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(one);
  }
}
