package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayTimeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-11-27T20:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "09:50, 2026-11-27T08:50:00Z",
    "09:50:30.25, 2026-11-27T08:50:30.250Z",
    "2026-11-26T09:50, 2026-11-26T08:50:00Z",
    "2026-07-26 09:50:01, 2026-07-26T07:50:01Z",
    "2026-11-26T09:50Z, 2026-11-26T09:50:00Z",
    "2026-11-26T09:50:00-05:00, 2026-11-26T14:50:00Z"
  })
  void readsTimesOfDay(String text, Instant expected) {
    assertThat(DayTime.parse(text, NOW, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "00:10, 2026-11-27T23:10:00Z",
    "23:50, 2026-11-27T22:50:00Z",
    "2026-11-29T00:10, 2026-11-28T23:10:00Z"
  })
  void anEndWithoutADayIsTheNextSuchTime(String text, Instant expected) {
    Instant from = Instant.parse("2026-11-27T22:30:00Z"); // 23:30
    assertThat(DayTime.parseEnd(text, from, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9", "25:00", "2026-11-27", "2026-13-01T00:00", "now"})
  void saysWhatIsExpected(String text) {
    assertThatThrownBy(() -> DayTime.parse(text, NOW, BERLIN))
        .hasMessageContaining("Expected a time such as 09:50");
  }
}
