package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.FileOutline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlacOutlineTest {
  private static final int BLOCK = 4096;

  @TempDir Path directory;

  @Test
  void streamInfoTellsTheLength() throws IOException {
    FileOutline outline = outline(file(10, 100, 9L * BLOCK + 100)).orElseThrow();
    assertThat(outline.sampleCount()).hasValue(9 * BLOCK + 100);
    assertThat(outline.certain()).isTrue();
    assertThat(outline.track()).isEqualTo(TestFrames.track(BLOCK));
  }

  @Test
  void framesNumberedBySamplesTellTheEnd() throws IOException {
    byte[] frames = join(TestFrames.variable(0, BLOCK), TestFrames.variable(BLOCK, 500));
    assertThat(outline(join(head(BLOCK + 500), frames)).orElseThrow().certain()).isTrue();
  }

  @Test
  void aFileThatEndsBeforeItsLastSampleIsNotCertain() throws IOException {
    byte[] whole = file(10, 100, 9L * BLOCK + 100);
    byte[] cut = Arrays.copyOf(whole, whole.length - 2 * BLOCK);
    assertThat(outline(cut).orElseThrow().certain()).isFalse();
  }

  @Test
  void anUnknownLengthStaysUnknown() throws IOException {
    FileOutline outline = outline(file(10, 100, 0)).orElseThrow();
    assertThat(outline.sampleCount()).isEmpty();
    assertThat(outline.certain()).isFalse();
  }

  @Test
  void headersAloneAreNotCertain() throws IOException {
    assertThat(outline(head(1000)).orElseThrow().certain()).isFalse();
  }

  @Test
  void otherBytesAreNoOutline() throws IOException {
    assertThat(outline(new byte[0])).isEmpty();
    assertThat(outline(new byte[100_000])).isEmpty();
  }

  /** Frames of fixed size, the last one of another. */
  private static byte[] file(int frames, int lastBlock, long told) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head(told));
    for (int i = 0; i < frames; i++) {
      out.writeBytes(TestFrames.fixed(i, i == frames - 1 ? lastBlock : BLOCK));
    }
    return out.toByteArray();
  }

  /** STREAMINFO is the only block, and so the last one. */
  private static byte[] head(long told) {
    ByteBuffer info =
        new FlacStreamInfo(BLOCK, BLOCK, 0, 0, TestFrames.RATE, 1, 16, told, 0, 0).write();
    byte[] block = new byte[info.remaining()];
    info.get(block);
    byte[] start = "fLaC".getBytes(StandardCharsets.US_ASCII);
    return join(start, new byte[] {(byte) 0x80, 0, 0, FlacStreamInfo.BYTES}, block);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private Optional<FileOutline> outline(byte[] bytes) throws IOException {
    Path path = Files.write(directory.resolve("test.flac"), bytes);
    try (FileChannel file = FileChannel.open(path)) {
      return new FlacFormat().outline(file);
    }
  }
}
