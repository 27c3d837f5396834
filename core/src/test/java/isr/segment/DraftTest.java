package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.MediaLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {
  private static final byte[] ORIGINAL = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

  @TempDir Path directory;

  private Path path;
  private FileChannel file;

  @BeforeEach
  void open() throws IOException {
    path = Files.write(directory.resolve("file"), ORIGINAL);
    file = FileChannel.open(path, StandardOpenOption.READ);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  @Test
  void isAsTheFileUntilItIsWritten() throws IOException {
    Draft draft = new Draft(file);
    assertThat(content(draft)).isEqualTo(ORIGINAL);
    assertThat(draft.isChanged()).isFalse();
  }

  @Test
  void laterWritesLieOverEarlierOnes() throws IOException {
    Draft draft = new Draft(file);
    draft.write(ByteBuffer.wrap(new byte[] {20, 21, 22}), 2);
    draft.write(ByteBuffer.wrap(new byte[] {30, 31}), 4);
    assertThat(content(draft)).containsExactly(0, 1, 20, 21, 30, 31, 6, 7, 8, 9);
    assertThat(Files.readAllBytes(path)).isEqualTo(ORIGINAL);
  }

  @Test
  void whatWasCutOffDoesNotComeBack() throws IOException {
    Draft draft = new Draft(file);
    draft.write(ByteBuffer.wrap(new byte[] {20, 21}), 5);
    draft.truncate(6);
    draft.write(ByteBuffer.wrap(new byte[] {40}), 8);
    assertThat(content(draft)).containsExactly(0, 1, 2, 3, 4, 20, 0, 0, 40);
  }

  @Test
  void readsAtItsEndAndBehind() throws IOException {
    Draft draft = new Draft(file);
    draft.truncate(4);
    assertThat(draft.read(ByteBuffer.allocate(3), 2)).isEqualTo(2);
    assertThat(draft.read(ByteBuffer.allocate(3), 4)).isEqualTo(-1);
  }

  @Test
  void aTruncationToMoreChangesNothing() throws IOException {
    Draft draft = new Draft(file);
    draft.truncate(100);
    assertThat(draft.isChanged()).isFalse();
    assertThat(draft.size()).isEqualTo(10);
  }

  @Test
  void refusesToKeepMoreThanARepairWrites() throws IOException {
    Draft draft = new Draft(file);
    draft.write(ByteBuffer.allocate(Draft.MAX_PATCHED_BYTES), 0);
    assertThatThrownBy(() -> draft.write(ByteBuffer.allocate(1), 0))
        .isInstanceOf(MediaLimitException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void isWhatTheFileBecomes(long seed) throws IOException {
    Random random = new Random(seed);
    Draft draft = new Draft(file);
    Path worked = Files.write(directory.resolve("worked"), ORIGINAL);
    Path copied = Files.write(directory.resolve("copied"), ORIGINAL);
    try (FileChannel inPlace = FileChannel.open(worked, StandardOpenOption.WRITE);
        FileChannel copy = FileChannel.open(copied, StandardOpenOption.WRITE)) {
      for (int i = 0; i < 30; i++) {
        int place = random.nextInt(15);
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        for (FileChannel channel : new FileChannel[] {draft, inPlace}) {
          if (i % 7 == 3) {
            channel.truncate(place);
          } else if (bytes.length > 0) {
            channel.write(ByteBuffer.wrap(bytes), place);
          }
        }
      }
      draft.applyTo(copy);
    }
    assertThat(Files.readAllBytes(copied)).isEqualTo(Files.readAllBytes(worked));
    assertThat(content(draft)).isEqualTo(Files.readAllBytes(worked));
  }

  private static byte[] content(Draft draft) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) draft.size());
    while (bytes.hasRemaining()) {
      draft.read(bytes, bytes.position());
    }
    return bytes.array();
  }
}
