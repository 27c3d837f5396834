package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | | PT2M",
        "31536000 | | PT8760H",
        "999999999999999999 | | PT27777777H46M40S",
        "0 | | ",
        "-5 | | ",
        "soon | | ",
        "1.5 | | ",
        "Sun, 06 Nov 1994 08:50:37 GMT | Sun, 06 Nov 1994 08:49:37 GMT | PT1M",
        "Sunday, 06-Nov-94 08:50:37 GMT | Sun, 06 Nov 1994 08:49:37 GMT | ",
        "Friday, 27-Nov-26 08:50:37 GMT | Fri, 27 Nov 2026 08:49:37 GMT | PT1M",
        "Sun Nov  6 08:50:37 1994 | Sun Nov  6 08:49:37 1994 | PT1M",
        "Mon, 06 Nov 1995 08:49:37 GMT | Sun, 06 Nov 1994 08:49:37 GMT | PT8760H",
        "Sun, 06 Nov 1994 08:49:37 GMT | Sun, 06 Nov 1994 08:50:37 GMT | ",
        "Sun, 06 Nov 1994 08:49:37 GMT | | ",
        "Sun, 06 Nov 1994 08:49:37 GMT | nonsense | ",
      })
  void isSecondsOrADateFromTheServersOwnClock(String value, String date, Duration expected) {
    Map<String, String> fields = new HashMap<>(Map.of("retry-after", value));
    if (date != null) {
      fields.put("date", date);
    }
    assertThat(RetryAfter.of(new ResponseHead(URI.create("http://h/"), 503, fields)))
        .isEqualTo(Optional.ofNullable(expected));
  }
}
