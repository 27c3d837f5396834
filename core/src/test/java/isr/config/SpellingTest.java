package isr.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, '', 1",
    "'', abc, 3",
    "abc, abc, 0",
    "abc, abd, 1",
    "abc, acb, 1",
    "abc, bca, 2",
    "kitten, sitting, 3",
    "stream, strem, 1",
    "ca, abc, 3"
  })
  void countsInsertionsDeletionsSubstitutionsAndSwaps(String a, String b, int distance) {
    assertThat(Spelling.distance(a, b)).isEqualTo(distance);
    assertThat(Spelling.distance(b, a)).isEqualTo(distance);
  }

  @ParameterizedTest
  @CsvSource({
    "max_retry, max_retries", "Max-Retries, max_retries", "retry_delay, retry_delay_seconds",
    "uri, url", "username1, username", "passwrod, password"
  })
  void findsTheNearestWord(String written, String meant) {
    assertThat(Spelling.nearest(written, Keys.ofSource("stream"))).contains(meant);
  }

  @Test
  void findsNothingWhereNothingIsNear() {
    assertThat(Spelling.nearest("xyzzy", Keys.GENERAL)).isEmpty();
    assertThat(Spelling.nearest("max_retries".repeat(6), Keys.GENERAL)).isEmpty();
  }
}
