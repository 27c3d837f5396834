package isr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A small disk in memory, to be filled up. Only root may mount one; for others the test skips. */
public final class TmpfsMount implements AutoCloseable {
  private final Path directory;

  private TmpfsMount(Path directory) {
    this.directory = directory;
  }

  /** Mounts one over an empty directory. */
  public static TmpfsMount mount(Path directory, long bytes) {
    create(directory);
    Exec.Result result =
        Exec.command("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", directory.toString())
            .run();
    if (result.exitCode() != 0) {
      Assumptions.abort("cannot mount a tmpfs (root may): " + result.stderr().strip());
    }
    return new TmpfsMount(directory);
  }

  /** Where it is mounted. */
  public Path directory() {
    return directory;
  }

  /** Bytes that still fit. */
  public long free() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills it with one file, so that only so much still fits. */
  public Path fillUntil(long bytesLeft) {
    Path filler = directory.resolve("filler");
    try {
      Files.write(filler, new byte[(int) Math.max(0, free() - bytesLeft)]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return filler;
  }

  @Override
  public void close() {
    Exec.command("umount", "-l", directory.toString()).run().orFail();
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
