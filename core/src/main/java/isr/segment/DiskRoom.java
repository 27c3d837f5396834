package isr.segment;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much room there is on a disk.
 *
 * @param usableBytes that this process may still write; quotas are mostly not in it
 * @param totalBytes the size of the disk
 */
public record DiskRoom(long usableBytes, long totalBytes) {
  /**
   * A full disk must have so much room before recording to it goes on, so that it does not stop and
   * go with each block that somebody frees. On small disks it is a {@value #SMALL_DISK_SHARE}th.
   */
  public static final long RESUME_BYTES = 16L << 20;

  private static final int SMALL_DISK_SHARE = 64;

  /** Of the disk that a directory is on, or would be if it were made; empty if nobody can say. */
  public static Optional<DiskRoom> of(Path directory) {
    try {
      FileStore store = storeOf(directory);
      return Optional.of(new DiskRoom(store.getUsableSpace(), store.getTotalSpace()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The disk that a directory is on, or would be if it were made; equal for one disk. Waits as long
   * as the disk.
   */
  public static FileStore storeOf(Path directory) throws IOException {
    Path there = directory.toAbsolutePath();
    while (there.getParent() != null && Files.notExists(there)) {
      there = there.getParent();
    }
    return Files.getFileStore(there);
  }

  /** With so much room recording goes on. */
  public long floorBytes() {
    return Math.min(RESUME_BYTES, totalBytes / SMALL_DISK_SHARE);
  }

  /** Whether there is room enough for recording to go on. */
  public boolean isEnough() {
    return usableBytes >= floorBytes();
  }
}
