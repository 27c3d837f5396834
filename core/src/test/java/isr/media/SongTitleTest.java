package isr.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SongTitleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ella Fitzgerald - Summertime | Ella Fitzgerald | Summertime",
        "A - B - C                    | A               | B - C",
        "  A  -  B                    | A               | B",
        "A-B                          |                 | A-B",
        "News                         |                 | News",
        "A -                          |                 | A -",
        "- B                          |                 | - B",
      })
  void takesApartWhatIsOfTheUsualForm(String text, String performer, String title) {
    assertThat(SongTitle.parse(text))
        .isEqualTo(new SongTitle(Optional.ofNullable(performer), title));
  }

  @Test
  void makesOneBlankOfLineBreaksAndControlCharacters() {
    assertThat(SongTitle.parse(" A\u0000\r\n\t - \u001b[2JB "))
        .isEqualTo(new SongTitle(Optional.of("A"), "[2JB"));
  }

  @Test
  void cutsWhatIsTooLongBetweenCharacters() {
    SongTitle song = SongTitle.parse("x - " + "a".repeat(SongTitle.MAX_CHARS - 1) + "🎵🎵");
    assertThat(song.title()).isEqualTo("a".repeat(SongTitle.MAX_CHARS - 1));
  }
}
