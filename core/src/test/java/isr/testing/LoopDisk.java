package isr.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * An ext4 file system in an image file, whose power can be cut: a copy of the image holds what had
 * been sent to the disk by then and nothing that was still in memory. Only root may mount one; for
 * others the test skips.
 */
public final class LoopDisk implements AutoCloseable {
  private final Path image;
  private final Path directory;

  private LoopDisk(Path image, Path directory) {
    this.image = image;
    this.directory = directory;
    mount();
  }

  /** Makes an empty one. */
  public static LoopDisk make(Path image, Path directory, long bytes) {
    return make(image, directory, bytes, List.of());
  }

  /**
   * Makes an empty one without a journal: where the image itself can not grow, it takes every write
   * all the same, and fails when it is forced.
   */
  public static LoopDisk makeWithoutJournal(Path image, Path directory, long bytes) {
    return make(image, directory, bytes, List.of("-O", "^has_journal"));
  }

  private static LoopDisk make(Path image, Path directory, long bytes, List<String> options) {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F"));
    command.addAll(options);
    command.add(image.toString());
    Exec.command(command).run().orFail();
    return new LoopDisk(image, directory);
  }

  /** Where it is mounted. */
  public Path directory() {
    return directory;
  }

  /** What is found when the machine comes back after its power was cut now. */
  public LoopDisk afterPowerCut(Path copy, Path mountedAt) {
    Exec.command("cp", "--sparse=always", image.toString(), copy.toString()).run().orFail();
    return new LoopDisk(copy, mountedAt);
  }

  /** From here on every write to it waits, as on a disk that stands still, until {@link #thaw}. */
  public void freeze() {
    Exec.command("fsfreeze", "--freeze", directory.toString()).run().orFail();
  }

  /** Writes go on. */
  public void thaw() {
    Exec.command("fsfreeze", "--unfreeze", directory.toString()).run().orFail();
  }

  private void mount() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Exec.Result result =
        Exec.command("mount", "-o", "loop", image.toString(), directory.toString()).run();
    if (result.exitCode() != 0) {
      Assumptions.abort("cannot mount an image (root may): " + result.stderr().strip());
    }
  }

  @Override
  public void close() {
    Exec.command("umount", "-l", directory.toString()).run().orFail();
  }
}
