package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CueSheetTest {
  private static final int RATE = 44_100;

  private final CueSheet sheet =
      new CueSheet("radio1", ZonedDateTime.parse("2026-11-21T12:00:00.013+01:00"), RATE);

  @Test
  void listsTitlesWithTheirTimes() {
    sheet.title("Ella Fitzgerald - Summertime", 0);
    sheet.title("Ñews \"at\" noon", 200L * RATE + 588 * 30);
    assertThat(sheet.text("a b.mp3").lines())
        .containsExactly(
            "REM DATE 2026-11-21T12:00:00.013+01:00",
            "TITLE \"radio1\"",
            "FILE \"a b.mp3\" MP3",
            "  TRACK 01 AUDIO",
            "    TITLE \"Summertime\"",
            "    PERFORMER \"Ella Fitzgerald\"",
            "    INDEX 01 00:00:00",
            "  TRACK 02 AUDIO",
            "    TITLE \"Ñews 'at' noon\"",
            "    INDEX 01 03:20:30");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00:00:00",
    "587, 00:00:00",
    "588, 00:00:01",
    "44099, 00:00:74",
    "44100, 00:01:00",
    "2645999, 00:59:74",
    "2646000, 01:00:00",
    "264600000, 100:00:00",
    "3810240000, 1440:00:00",
  })
  void countsIn75thsOfASecondRoundedDown(long sample, String time) {
    sheet.title("A", sample);
    assertThat(sheet.text("a.mp3")).contains("    INDEX 01 " + time + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({"a.mp3, MP3", "a.MP2, MP3", "a.aac, WAVE", "a.opus, WAVE", "a.flac, WAVE"})
  void namesTheTypeOfTheFile(String file, String type) {
    assertThat(sheet.text(file)).contains("FILE \"" + file + "\" " + type + "\r\n");
  }

  @Test
  void aTitleThatIsToldAgainIsNoNewTrack() {
    assertThat(sheet.title("A", 0)).isTrue();
    assertThat(sheet.title(" A ", RATE)).isFalse();
    assertThat(sheet.title(" ", RATE)).isFalse();
    assertThat(sheet.title("B", RATE)).isTrue();
    assertThat(sheet.title("A", 2 * RATE)).isTrue();
  }

  @Test
  void twoTitlesOfOneMomentAreTheSecond() {
    sheet.title("A", 1000);
    sheet.title("B", 1100);
    assertThat(sheet.text("a.mp3")).doesNotContain("\"A\"").contains("TRACK 01", "\"B\"");
  }

  @Test
  void endsAt99TracksAndSaysHowManyMoreThereWere() {
    for (int i = 1; i <= 101; i++) {
      assertThat(sheet.title("T" + i, (long) i * RATE)).isEqualTo(i <= 99);
    }
    assertThat(sheet.text("a.mp3"))
        .contains("TRACK 99 AUDIO", "\"T99\"", "REM COMMENT \"2 more titles")
        .doesNotContain("TRACK 100", "\"T100\"");
  }

  @Test
  void titlesBehindTheEndOfTheFileAreNotInIt() {
    sheet.title("A", 0);
    sheet.title("B", 2 * RATE);
    sheet.end(2 * RATE);
    assertThat(sheet.text("a.mp3")).contains("\"A\"").doesNotContain("\"B\"");
  }

  @Test
  void noTextOfAStrangerBeginsALineOfItsOwn() {
    sheet.title("A\r\nFILE \"/etc/passwd\" WAVE\u0000", 0);
    assertThat(sheet.text("a.mp3").lines()).hasSize(6);
  }
}
