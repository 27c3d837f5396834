package isr.format.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TagsTest {
  private static long length(byte[] bytes) {
    return Tags.length(bytes, 0, bytes.length);
  }

  private static byte[] bytes(String ascii, int... rest) {
    byte[] head = ascii.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + rest.length);
    for (int i = 0; i < rest.length; i++) {
      all[head.length + i] = (byte) rest[i];
    }
    return all;
  }

  @Test
  void readsTheSizeOfId3v2() {
    assertThat(length(bytes("ID3", 4, 0, 0, 0, 0, 2, 1))).isEqualTo(10 + 257);
    assertThat(length(bytes("ID3", 3, 0, 0, 127, 127, 127, 127))).isEqualTo(10 + (1 << 28) - 1);
  }

  @Test
  void countsTheFooterOfId3v2() {
    assertThat(length(bytes("ID3", 4, 0, 0x10, 0, 0, 2, 1))).isEqualTo(10 + 257 + 10);
  }

  @Test
  void refusesASizeThatIsNotSynchsafe() {
    assertThat(length(bytes("ID3", 4, 0, 0, 0, 0, 0x80, 1))).isZero();
  }

  @Test
  void readsApeTagsByHeaderAndByFooter() {
    byte[] header = new byte[32];
    System.arraycopy(bytes("APETAGEX", 0xD0, 7, 0, 0, 0, 1), 0, header, 0, 14);
    header[23] = 0x20;
    assertThat(length(header)).isEqualTo(32 + 256);
    header[23] = 0;
    assertThat(length(header)).isEqualTo(32);
  }

  @Test
  void readsApeSizesBeyondTwoGibibytes() {
    byte[] header = new byte[32];
    System.arraycopy(bytes("APETAGEX", 0, 0, 0, 0, 255, 255, 255, 255), 0, header, 0, 16);
    header[23] = 0x20;
    assertThat(length(header)).isEqualTo(32 + 0xFFFF_FFFFL);
  }

  @Test
  void findsTheEndOfLyrics() {
    assertThat(length(bytes("LYRICSBEGININD0000200000000LYRICS200TAG"))).isEqualTo(36);
    assertThat(length(bytes("LYRICSBEGININD00002"))).isEqualTo(Tags.NEEDS_MORE);
    byte[] endless = Arrays.copyOf(bytes("LYRICSBEGIN"), Tags.MAX_LYRICS_BYTES);
    assertThat(length(endless)).isZero();
  }

  @Test
  void asksForMoreOnlyWhileTheMarkFits() {
    for (String mark : new String[] {"ID3", "TAG", "APETAGEX", "LYRICSBEGIN"}) {
      for (int count = 0; count < mark.length(); count++) {
        assertThat(length(bytes(mark.substring(0, count)))).isEqualTo(Tags.NEEDS_MORE);
        assertThat(length(bytes(mark.substring(0, count) + "x"))).isZero();
      }
    }
  }
}
