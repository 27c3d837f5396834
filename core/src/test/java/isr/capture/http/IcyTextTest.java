package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcyTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "StreamTitle='Artist - Song';|Artist - Song",
        "StreamTitle='Artist - Song';StreamUrl='http://x/';|Artist - Song",
        "StreamTitle='It's';StreamUrl='';|It's",
        "StreamTitle='a; b';|a; b",
        "StreamTitle='a'; b';|a'; b",
        "StreamTitle='a'; b';StreamUrl='c';|a'; b",
        "StreamTitle='it's 'quoted'';|it's 'quoted'",
        "StreamTitle='cut off by the ser|cut off by the ser",
        "StreamTitle='no semicolon'|no semicolon",
        "StreamUrl='u';StreamTitle='second';|second",
        "streamtitle = 'other case';|other case",
        "StreamTitle='  blanks  ';|blanks",
        "StreamTitle='x';|x"
      })
  void findsTheTitle(String text, String title) {
    assertThat(title(text, StandardCharsets.UTF_8)).contains(title);
  }

  @Test
  void tellsAnEmptyTitleFromNone() {
    assertThat(title("StreamTitle='';StreamUrl='x';", StandardCharsets.UTF_8)).contains("");
    assertThat(title("StreamUrl='x';", StandardCharsets.UTF_8)).isEmpty();
    assertThat(title("", StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void readsUtf8WhereItIsValidAndWindows1252ElseWhere() {
    String text = "StreamTitle='Björk – “Jóga”';";
    assertThat(title(text, StandardCharsets.UTF_8)).contains("Björk – “Jóga”");
    assertThat(title(text, Charset.forName("windows-1252"))).contains("Björk – “Jóga”");
    assertThat(title("StreamTitle='Café';", StandardCharsets.ISO_8859_1)).contains("Café");
  }

  @Test
  void replacesControlCharactersAndKeepsJoinedEmoji() {
    assertThat(title("StreamTitle='a\nb\u001b[31m\u202ec\u0000d';", StandardCharsets.UTF_8))
        .contains("a?b?[31m?c?d");
    assertThat(title("StreamTitle='👩\u200d🚀';", StandardCharsets.UTF_8)).contains("👩\u200d🚀");
  }

  @Test
  void isNotSlowedDownByQuotes() {
    Assertions.assertThatNoException()
        .isThrownBy(
            () ->
                org.junit.jupiter.api.Assertions.assertTimeout(
                    Duration.ofSeconds(2),
                    () ->
                        title(
                            "StreamTitle='" + "'; a".repeat(1000) + "'; ".repeat(10),
                            StandardCharsets.UTF_8)));
  }

  private static Optional<String> title(String text, Charset charset) {
    return IcyText.title(ByteBuffer.wrap((text + "\0\0\0").getBytes(charset)));
  }
}
