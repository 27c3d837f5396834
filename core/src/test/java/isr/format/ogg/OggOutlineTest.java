package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.FileOutline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OggOutlineTest {
  private static final int SAMPLES = 16 * 960 - 312;

  @TempDir Path directory;

  @Test
  void theLastPageTellsTheLength() throws IOException {
    FileOutline outline = outline(TestPages.stream(7, 4, "TITLE=x")).orElseThrow();
    assertThat(outline.sampleCount()).hasValue(SAMPLES);
    assertThat(outline.certain()).isTrue();
    assertThat(outline.track().codec()).isEqualTo("opus");
  }

  @Test
  void aFileOfManyPagesIsNotReadThrough() throws IOException {
    byte[] stream = TestPages.stream(7, 3000);
    stream[stream.length / 2] ^= 1; // nobody looks there
    assertThat(outline(stream).orElseThrow().sampleCount()).hasValue(12_000 * 960 - 312);
  }

  @Test
  void positionsThatBeganBeforeTheFileAreLeftOut() throws IOException {
    byte[] file = TestPages.headers(7, "TITLE=x");
    for (int number = 50; number < 60; number++) {
      file = MemoryOutput.join(file, TestPages.audioPage(0, 7, number, 4));
    }
    assertThat(outline(file).orElseThrow().sampleCount()).hasValue(40 * 960 - 312);
  }

  @Test
  void aFileWithoutAnEndIsAsLongAsItsLastPageSays() throws IOException {
    byte[] whole = TestPages.stream(7, 4);
    int last = TestPages.audioPage(OggPage.END, 7, 4, 4).length;
    FileOutline outline = outline(Arrays.copyOf(whole, whole.length - last)).orElseThrow();
    assertThat(outline.sampleCount()).hasValue(12 * 960 - 312);
  }

  @Test
  void aChainIsToBeReadWhole() throws IOException {
    byte[] chain = MemoryOutput.join(TestPages.stream(7, 4), TestPages.stream(8, 2));
    FileOutline outline = outline(chain).orElseThrow();
    assertThat(outline.certain()).isFalse();
    assertThat(outline.sampleCount()).isEmpty();
  }

  @Test
  void aFileWithATornEndIsToBeReadWhole() throws IOException {
    byte[] whole = TestPages.stream(7, 4);
    for (int cut = 1; cut < 100; cut++) {
      FileOutline outline = outline(Arrays.copyOf(whole, whole.length - cut)).orElseThrow();
      assertThat(outline.certain()).as("%d bytes cut off", cut).isFalse();
    }
  }

  @Test
  void headersAloneTellNoLength() throws IOException {
    assertThat(outline(TestPages.headers(7)).map(FileOutline::certain).orElse(false)).isFalse();
  }

  @Test
  void otherBytesAreNoOutline() throws IOException {
    assertThat(outline(new byte[0])).isEmpty();
    assertThat(outline(new byte[100_000])).isEmpty();
  }

  private Optional<FileOutline> outline(byte[] bytes) throws IOException {
    Path path = Files.write(directory.resolve("test.opus"), bytes);
    try (FileChannel file = FileChannel.open(path)) {
      return new OggFormat().outline(file);
    }
  }
}
