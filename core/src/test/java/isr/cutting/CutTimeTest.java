package isr.cutting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CutTimeTest {
  @ParameterizedTest
  @CsvSource({
    "75, 75, 1:15",
    "0, 0, 0:00",
    "1:15, 75, 1:15",
    "01:02:03.5, 3723.5, 1:02:03.500",
    "' 90:00 ', 5400, 1:30:00",
    "'0:01,25', 1.25, 0:01.250",
    "59.9996, 59.9996, 1:00"
  })
  void readsAndWritesTimes(String text, double seconds, String canonical) {
    assertThat(CutTime.parse(text)).hasValue(seconds);
    assertThat(CutTime.text(seconds)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1:60", "1:60:00", "1:2:3:4", "1:", ":1", "1e3", "NaN"})
  void refusesWhatIsNone(String text) {
    assertThat(CutTime.parse(text)).isEmpty();
  }
}
