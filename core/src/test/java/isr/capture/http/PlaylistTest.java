package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a playlist, and what is in it. */
class PlaylistTest {
  @Test
  void m3uHasAnAddressALine() {
    assertThat(m3u("#EXTM3U\r\n#EXTINF:-1,A, b\r\nhttp://h/a\r\n\r\n  http://h/b  \r\n"))
        .containsExactly("http://h/a", "http://h/b");
    assertThat(m3u("http://h/a\rhttp://h/b")).containsExactly("http://h/a", "http://h/b");
    assertThat(m3u("\uFEFF#EXTM3U\nstream")).containsExactly("stream");
    assertThat(m3u("# nothing\n#\n")).isEmpty();
  }

  @Test
  void plsIsInTheOrderOfItsNumbers() {
    String text =
        String.join(
            "\r\n",
            "[playlist]",
            "NumberOfEntries=3",
            "File10=http://h/10",
            "Title1=File9=x",
            "file2 = http://h/2?a=b ",
            "FILE1=http://h/1",
            "File3=",
            "Version=2");
    assertThat(Playlist.parse(PlaylistKind.PLS, text).entries())
        .containsExactly("http://h/1", "http://h/2?a=b", "http://h/10");
  }

  @Test
  void xspfAndAsxHaveTheirAddressesInElements() {
    String xspf =
        "<?xml version=\"1.0\"?><playlist xmlns=\"http://xspf.org/ns/0/\"><trackList><track>"
            + "<location>http://h/a?b=c&amp;d=e</location><title>T</title></track>"
            + "<track><location> http://h/b </location></track></trackList></playlist>";
    assertThat(Playlist.parse(PlaylistKind.XSPF, xspf).entries())
        .containsExactly("http://h/a?b=c&d=e", "http://h/b");
    String asx =
        "<asx version=\"3.0\"><Entry><Ref HREF=\"mms://h/a\"/><ref href='http://h/b' /></Entry>";
    assertThat(Playlist.parse(PlaylistKind.ASX, asx).entries())
        .containsExactly("mms://h/a", "http://h/b");
  }

  @Test
  void hlsIsToldByItsTags() {
    assertThat(Playlist.parse(PlaylistKind.M3U, "#EXTM3U\n#EXT-X-VERSION:3\na.ts").isHls())
        .isTrue();
    assertThat(Playlist.parse(PlaylistKind.M3U, "#EXTM3U\n#EXTINF:10,\nhttp://h/a").isHls())
        .isFalse();
  }

  @Test
  void moreEntriesThanAnyStationHasAreLeftOut() {
    assertThat(m3u("http://h/\n".repeat(10_000))).hasSize(Playlist.MAX_ENTRIES);
  }

  @Test
  @Timeout(5)
  void noTextMakesItSlow() {
    for (String piece :
        new String[] {
          "<ref ", "<ref href", "<location ", "<location>", "File1=", "[playlist]", "<"
        }) {
      String text = piece.repeat(Playlist.MAX_BYTES / piece.length());
      for (PlaylistKind kind : PlaylistKind.values()) {
        Playlist.parse(kind, text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "#EXTM3U, false, M3U",
    "#extm3u, false, M3U",
    "http://h/a, false, M3U",
    "HTTPS://h/a, false, M3U",
    "a/relative/path, false, ",
    "a/relative/path, true, M3U",
    "# comment, true, M3U",
    "[playlist], false, PLS",
    "[Playlist] File1=x, true, PLS",
    "'<ASX version=3>', false, ASX",
    "'<?xml?><playlist xmlns=\"http://xspf.org/ns/0/\">', false, XSPF",
    "<!DOCTYPE html><html>http://h/</html>, true, ",
    "<html>, false, ",
    "OggS, false, ",
    "'', true, ",
  })
  void theFirstBytesDecideAndANameLetsAnUnmarkedListCount(
      String start, boolean named, PlaylistKind expected) {
    for (String mark : new String[] {"", "\uFEFF", "\n\n  ", "\uFEFF\r\n"}) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(mark + start);
      assertThat(PlaylistKind.of(bytes, named)).isEqualTo(Optional.ofNullable(expected));
      assertThat(bytes.position()).as("kept").isZero();
    }
  }

  @Test
  void audioIsNoPlaylistWhateverItIsCalled() {
    byte[][] starts = {
      {(byte) 0xFF, (byte) 0xFB, (byte) 0x90, 0x44},
      {'I', 'D', '3', 3, 0},
      {'O', 'g', 'g', 'S', 0, 2},
      {'f', 'L', 'a', 'C', 0},
      {'h', 't', 't', 'p', ':', '/', '/', 'x', 0},
    };
    for (byte[] start : starts) {
      assertThat(PlaylistKind.of(ByteBuffer.wrap(start), true)).isEmpty();
      assertThat(PlaylistKind.canTell(ByteBuffer.wrap(start), true)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h", "https:/", "#EXTM3", "[play", "<?xml version=\"1.0\"?>"})
  void tooFewBytesCanNotTell(String start) {
    assertThat(PlaylistKind.canTell(StandardCharsets.UTF_8.encode(start), false)).isFalse();
  }

  @Test
  void bytesThatBecomeNoMarkNeedNotBeWaitedFor() {
    assertThat(PlaylistKind.canTell(StandardCharsets.UTF_8.encode("x"), false)).isTrue();
    assertThat(PlaylistKind.canTell(StandardCharsets.UTF_8.encode("x"), true)).isFalse();
    assertThat(PlaylistKind.canTell(StandardCharsets.UTF_8.encode("http://"), true)).isTrue();
  }

  @Test
  void blanksAreNotWaitedThroughForEver() {
    assertThat(PlaylistKind.canTell(StandardCharsets.UTF_8.encode("\n".repeat(512)), true))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/live, audio/mpeg, false",
    "http://h/live, audio/x-scpls; charset=utf-8, true",
    "http://h/live, Audio/X-MPEGURL, true",
    "http://h/live.PLS, audio/mpeg, true",
    "http://h/live.m3u8, , true",
    "http://h/live.m3u?x=.mp3, , true",
    "http://h/live?x=.m3u, , false",
    "http://h.m3u/, , false",
    "http://h/a.m3u/live, , false",
  })
  void aNameOrATypeIsAHint(URI url, String type, boolean expected) {
    Map<String, String> fields = type == null ? Map.of() : Map.of("content-type", type);
    assertThat(PlaylistKind.isNamed(new ResponseHead(url, 200, fields))).isEqualTo(expected);
  }

  private static List<String> m3u(String text) {
    return Playlist.parse(PlaylistKind.M3U, text).entries();
  }
}
