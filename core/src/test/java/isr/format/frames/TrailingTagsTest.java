package isr.format.frames;

import static isr.testing.TagBytes.join;
import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.TagBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailingTagsTest {
  private static final byte[] AUDIO = new byte[300];

  @TempDir Path directory;

  @Test
  void findsEachKindFromItsEnd() throws IOException {
    List<byte[]> kinds =
        List.of(
            TagBytes.id3v1(),
            TagBytes.apeWithFooterOnly(1),
            TagBytes.apeWithFooterOnly(2),
            TagBytes.apeWithHeader(),
            TagBytes.lyrics3(),
            TagBytes.id3v2WithFooter());
    for (byte[] tag : kinds) {
      assertThat(start(join(AUDIO, tag))).isEqualTo(300);
      assertThat(start(tag)).isZero();
    }
  }

  @Test
  void findsSeveralInARow() throws IOException {
    byte[] tags = join(TagBytes.apeWithFooterOnly(2), TagBytes.lyrics3(), TagBytes.id3v1());
    assertThat(start(join(AUDIO, tags))).isEqualTo(300);
    byte[] ape = TagBytes.apeWithFooterOnly(2);
    assertThat(start(join(AUDIO, ape, ape, TagBytes.apeWithHeader(), ape))).isEqualTo(300);
  }

  @Test
  void aTagThatIsNotWholeIsNone() throws IOException {
    byte[] ape = TagBytes.apeWithFooterOnly(2);
    for (int count = 1; count < ape.length; count++) {
      byte[] rest = Arrays.copyOfRange(ape, count, ape.length);
      assertThat(start(rest)).as("without %d bytes", count).isEqualTo(rest.length);
      byte[] cut = join(AUDIO, Arrays.copyOf(ape, count));
      assertThat(start(cut)).as("%d bytes", count).isEqualTo(cut.length);
    }
    for (byte[] none : List.of(new byte[0], AUDIO)) {
      assertThat(start(none)).isEqualTo(none.length);
    }
  }

  @Test
  void findsOneWithoutAFooterWhereTheRestEnds() throws IOException {
    byte[] tags = join(TagBytes.id3v2(), TagBytes.id3v1());
    byte[] file = join(AUDIO, tags);
    assertThat(start(file)).isEqualTo(300 + 160);
    assertThat(startFrom(file, 300)).isEqualTo(300);
    assertThat(startFrom(file, 299)).isEqualTo(300 + 160);
    assertThat(startFrom(join(AUDIO, TagBytes.id3v2(), new byte[1]), 300)).isEqualTo(461);
  }

  @Test
  void whatBeginsInFrontIsNoTag() throws IOException {
    assertThat(startFrom(join(AUDIO, TagBytes.id3v1()), 301)).isEqualTo(428);
  }

  @Test
  void movesTagsForward() throws IOException {
    byte[] tags = join(TagBytes.apeWithHeader(), new byte[200_000], TagBytes.id3v1());
    Path file = write(join(AUDIO, new byte[77], tags));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      TrailingTags.moveTo(channel, 300, 377);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(join(AUDIO, tags));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("f"), bytes);
  }

  private long start(byte[] bytes) throws IOException {
    try (FileChannel file = FileChannel.open(write(bytes))) {
      return TrailingTags.start(file);
    }
  }

  private long startFrom(byte[] bytes, long from) throws IOException {
    try (FileChannel file = FileChannel.open(write(bytes))) {
      return TrailingTags.start(file, from);
    }
  }
}
