package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFileTest {
  @TempDir Path directory;
  private final byte[] media = new byte[200_000];
  private int appended;

  @BeforeEach
  void fillMedia() {
    new Random(1).nextBytes(media);
  }

  private void append(SegmentFile file, int bytes) throws IOException {
    file.append(ByteBuffer.wrap(media, appended, bytes));
    appended += bytes;
  }

  @Test
  void aFullBufferLeavesWholeUnitsInTheFile() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, "a", "raw")) {
      append(file, 7_000);
      append(file, 3_000);
      file.endUnit();
      append(file, 4_000);
      append(file, 4_000);
      assertThat(Files.size(file.path())).isEqualTo(10_000);
      assertThat(file.length()).isEqualTo(18_000);
      file.flush();
      assertThat(Files.readAllBytes(file.path())).isEqualTo(start());
    }
  }

  @Test
  void aUnitThatIsLargerThanTheBufferIsNotTorn() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, "a", "raw")) {
      append(file, 100);
      file.endUnit();
      append(file, 15_000);
      append(file, 90_000);
      append(file, 70_000);
      assertThat(Files.size(file.path())).isEqualTo(100);
      file.endUnit();
      append(file, 20_000);
      assertThat(file.length()).isEqualTo(appended);
      file.flush();
      assertThat(Files.readAllBytes(file.path())).isEqualTo(start());
      append(file, 50);
      file.flush();
      assertThat(Files.readAllBytes(file.path())).isEqualTo(start());
    }
  }

  private byte[] start() {
    return Arrays.copyOf(media, appended);
  }
}
