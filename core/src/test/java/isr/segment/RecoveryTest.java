package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.format.adts.AdtsFormat;
import isr.media.Repair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  private static final byte[] FRAMES = AdtsFrames.of(3);

  @TempDir Path directory;

  @Test
  void cutsAnIncompleteLastFrameInPlace() throws IOException {
    Path file = Files.write(directory.resolve("a.aac"), Arrays.copyOf(FRAMES, FRAMES.length - 1));
    assertThat(Recovery.mend(file, new AdtsFormat())).isEqualTo(new Repair(2048, 63, true));
    assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(FRAMES, 2 * 64));
  }

  @Test
  void leavesAFileOfWhichItWouldCutMost() throws IOException {
    byte[] bytes = Arrays.copyOf(FRAMES, 400_000);
    Arrays.fill(bytes, FRAMES.length, bytes.length, (byte) 1);
    Path file = Files.write(directory.resolve("a.aac"), bytes);
    assertThatThrownBy(() -> Recovery.mend(file, new AdtsFormat()))
        .hasMessageContaining("does not seem to be aac");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void cutsZerosThatAPowerCutLeft() throws IOException {
    Path file = Files.write(directory.resolve("a.aac"), Arrays.copyOf(FRAMES, 400_000));
    assertThat(Recovery.mend(file, new AdtsFormat()).sampleCount()).isEqualTo(3 * 1024);
    assertThat(Files.readAllBytes(file)).isEqualTo(FRAMES);
  }
}
