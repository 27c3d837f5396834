package isr.format.ogg;

import static isr.format.ogg.MemoryOutput.join;
import static isr.format.ogg.OggPage.BEGIN;
import static isr.format.ogg.OggPage.END;
import static isr.format.ogg.TestPages.audioPage;
import static isr.format.ogg.TestPages.head;
import static isr.format.ogg.TestPages.page;
import static isr.format.ogg.TestPages.stream;
import static isr.format.ogg.TestPages.tags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.Skip;
import isr.media.UnsupportedMediaException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OggMultiplexTest {
  @Test
  void otherBitstreamsAreLeftOutAndToldInSum() throws Exception {
    byte[] skeleton = begin(1, "fishead\0");
    byte[] theora = begin(2, "\200theora");
    byte[] video = page(0, 5, 2, 1, new byte[300]);
    Collected got =
        Collected.from(
            join(
                skeleton,
                theora,
                page(BEGIN, 0, 7, 0, head()),
                page(0, 0, 7, 1, tags()),
                video,
                audioPage(0, 7, 1, 4),
                page(0, 6, 2, 2, new byte[300]),
                audioPage(END, 7, 2, 4)));
    assertThat(got.packets).hasSize(8);
    assertThat(got.skips)
        .singleElement()
        .satisfies(
            skip -> {
              assertThat(skip.kind()).isEqualTo(Skip.Kind.TAG);
              assertThat(skip.byteCount())
                  .isEqualTo(skeleton.length + theora.length + 2L * video.length);
            });
  }

  @Test
  void theFirstOfTwoOpusBitstreamsIsFollowed() throws Exception {
    Collected got =
        Collected.from(
            join(
                page(BEGIN, 0, 7, 0, head(1, 312)),
                page(BEGIN, 0, 8, 0, head(2, 312)),
                page(0, 0, 7, 1, tags("TITLE=mono")),
                page(0, 0, 8, 1, tags("TITLE=stereo")),
                audioPage(END, 8, 1, 2),
                audioPage(END, 7, 1, 4)));
    assertThat(got.titles).containsExactly("mono");
    assertThat(got.packets).hasSize(4);
  }

  @Test
  void onlyTheBitstreamThatIsFollowedTellsItsTrack() throws Exception {
    byte[] complete = TestFlac.head(0, 0);
    complete[13] = (byte) 0x80; // STREAMINFO is the last block
    Collected got =
        Collected.from(
            join(
                page(BEGIN, 0, 7, 0, complete),
                page(BEGIN, 0, 8, 0, complete),
                TestFlac.page(0, 8, 1),
                TestFlac.page(END, 8, 2)));
    assertThat(got.tracks).hasSize(1);
    assertThat(got.packets).hasSize(8);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"Speex   x,Speex", "\200theora,Theora", "?,not known"},
      ignoreLeadingAndTrailingWhitespace = false)
  void saysWhatIsNotSupported(String magic, String word) {
    byte[] stream = join(begin(1, "fishead\0"), begin(3, magic), page(0, 0, 3, 1, new byte[9]));
    assertThatThrownBy(() -> Collected.from(stream))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining(word);
  }

  @Test
  void saysSoAtTheEndOfAStreamOfHeadersOnly() {
    assertThatThrownBy(() -> Collected.from(begin(3, "Speex   ")))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessage("Speex is not supported");
  }

  @Test
  void saysSoWhenALaterLinkIsOfAnotherCodec() {
    byte[] stream = join(stream(7, 2), begin(3, "Speex   "), page(0, 0, 3, 1, new byte[9]));
    assertThatThrownBy(() -> Collected.from(stream))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining("Speex");
  }

  private static byte[] begin(int serial, String magic) {
    return page(BEGIN, 0, serial, 0, magic.getBytes(StandardCharsets.ISO_8859_1));
  }
}
