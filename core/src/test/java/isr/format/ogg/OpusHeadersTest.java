package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.MalformedMediaException;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OpusHeadersTest {
  @Test
  void changesNothingButThePreSkip() throws Exception {
    OpusHead head = OpusHead.read(ByteBuffer.wrap(TestPages.head()), 0);
    assertThat(head.withPreSkip(312)).isEqualTo(ByteBuffer.wrap(TestPages.head()));
    assertThat(head.withPreSkip(36_480)).isEqualTo(ByteBuffer.wrap(TestPages.head(2, 36_480)));
    assertThat(OpusHead.of(head.withPreSkip(65_535)).preSkip()).isEqualTo(65_535);
  }

  @Test
  void readsAMappingOfSixChannels() throws Exception {
    OpusHead head = OpusHead.read(surround(6, 4, 2, 0, 4, 1, 2, 3, 5), 0);
    assertThat(head.channels()).isEqualTo(6);
    assertThat(head.streams()).isEqualTo(4);
  }

  @Test
  void refusesWhatIsMalformed() {
    refuses(Arrays.copyOf(TestPages.head(), 18));
    refuses(Arrays.copyOf(TestPages.head(), 2000));
    refuses(TestPages.head(0, 312));
    refuses(TestPages.head(3, 312));
    refuses(surround(6, 4, 2, 0, 4, 1).array());
    refuses(surround(6, 4, 5, 0, 4, 1, 2, 3, 5).array());
    refuses(surround(6, 0, 0, 0, 4, 1, 2, 3, 5).array());
    refuses(surround(6, 4, 2, 0, 4, 1, 2, 3, 6).array());
  }

  @Test
  void refusesAnotherVersion() {
    byte[] head = TestPages.head();
    head[8] = 16;
    assertThatThrownBy(() -> OpusHead.read(ByteBuffer.wrap(head), 0))
        .isInstanceOf(UnsupportedMediaException.class);
  }

  @Test
  void makesATitleOfArtistAndTitle() {
    assertThat(title("artist=A", "TITLE=B")).isEqualTo("A - B");
    assertThat(title("Title=B", "title=C")).isEqualTo("B");
    assertThat(title("ARTIST=A", "TITLE=")).isEqualTo("A");
    assertThat(title("TITLE=zwei\nZeilen\u0007 für Süße")).isEqualTo("zwei Zeilen für Süße");
    assertThat(title("ARTIST=A\u202eB", "TITLE=👩\u200d🚀\ufeff")).isEqualTo("A?B - 👩\u200d🚀?");
    assertThat(title("TITLE=" + "x".repeat(9000))).hasSize(VorbisComments.MAX_TITLE_CHARACTERS);
    assertThat(title("OTHER=1", "TITLE")).isEmpty();
  }

  @Test
  void lengthsThatLeadOutsideEndTheReading() {
    byte[] tags = TestPages.tags("TITLE=kept", "ARTIST=cut");
    for (int length = 8; length < tags.length; length++) {
      VorbisComments comments = VorbisComments.read(ByteBuffer.wrap(tags, 8, length - 8));
      assertThat(comments.whole()).as("cut at " + length).isFalse();
    }
    assertThat(VorbisComments.read(ByteBuffer.wrap(tags, 8, tags.length - 9)).title())
        .contains("kept");
    byte[] huge = TestPages.tags("TITLE=x");
    Arrays.fill(huge, 18, 22, (byte) 0xff);
    assertThat(VorbisComments.read(ByteBuffer.wrap(huge, 8, huge.length - 8)).whole()).isFalse();
  }

  private static String title(String... comments) {
    byte[] tags = TestPages.tags(comments);
    return VorbisComments.read(ByteBuffer.wrap(tags, 8, tags.length - 8)).title().orElse("");
  }

  private static void refuses(byte[] head) {
    assertThatThrownBy(() -> OpusHead.read(ByteBuffer.wrap(head), 9))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageStartingWith("at byte 9: OpusHead");
  }

  private static ByteBuffer surround(int channels, int streams, int coupled, int... table) {
    byte[] head = Arrays.copyOf(TestPages.head(channels, 312), 21 + table.length);
    head[18] = 1;
    head[19] = (byte) streams;
    head[20] = (byte) coupled;
    for (int i = 0; i < table.length; i++) {
      head[21 + i] = (byte) table[i];
    }
    return ByteBuffer.wrap(head);
  }
}
