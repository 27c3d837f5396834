package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSyncTest {
  private static final Duration EVERY = Duration.ofMinutes(1);

  @TempDir Path directory;

  private final CountDownLatch hanging = new CountDownLatch(1);
  private final List<SegmentFile> forced = new CopyOnWriteArrayList<>();
  private final List<IOException> doubts = new CopyOnWriteArrayList<>();

  @Test
  void whileTheDiskHangsFewFinishedFilesStayOpen() throws IOException {
    List<SegmentFile> files = new ArrayList<>();
    try (DiskSync disk = new DiskSync(this::force)) {
      for (int i = 0; i < 100; i++) {
        files.add(finished(disk));
      }
      assertThat(files.stream().filter(SegmentFile::isOpen)).hasSizeBetween(1, 25);
      Files.delete(files.get(90).path());
      hanging.countDown();
    }
    assertThat(forced).containsExactlyInAnyOrderElementsOf(files);
    assertThat(files).noneMatch(SegmentFile::isOpen);
    assertThat(doubts).isEmpty();
  }

  private SegmentFile finished(DiskSync disk) throws IOException {
    SegmentFile file = SegmentFile.create(directory, "a", "raw");
    DiskSync.Entry entry =
        disk.add(file, EVERY, () -> {}, () -> 0, (path, cause, from, to) -> doubts.add(cause));
    file.append(ByteBuffer.allocate(10));
    file.flush();
    entry.finish();
    return file;
  }

  private void force(SegmentFile file) throws IOException {
    try {
      hanging.await();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
    file.force();
    forced.add(file);
  }
}
