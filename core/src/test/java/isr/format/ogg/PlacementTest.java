package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  @ParameterizedTest(name = "{0} + {1} at {2}, end {3}")
  @CsvSource({
    // expected, total, granule, ends, lost, trimmed, next, odd
    "1000, 960, 1960, false, 0, 0, 1960, false",
    "1000, 960, 1960, true, 0, 0, 1960, false",
    "1000, 960, 1961, false, 1, 0, 1961, false",
    "1000, 960, 2960, true, 1000, 0, 2960, false",
    "1000, 960, 172801960, false, 172800000, 0, 172801960, false",
    "1000, 960, 172801961, false, 0, 0, 172801961, true",
    "1000, 960, 9223372036854775807, false, 0, 0, 9223372036854775807, true",
    "9223372036854775807, 960, 5, false, 0, 0, 5, true",
    "1000, 960, 1959, false, 0, 0, 1959, true",
    "1000, 960, 1959, true, 0, 1, 1959, false",
    "1000, 960, 1000, true, 0, 960, 1000, false",
    "1000, 960, 999, true, 0, 0, 999, true",
    "1000, 960, -1, false, 0, 0, 1960, true",
    "1000, 960, -9223372036854775808, true, 0, 0, 1960, true",
  })
  void placesPagesThatFollow(
      long expected,
      int total,
      long granule,
      boolean ends,
      long lost,
      int trimmed,
      long next,
      boolean odd) {
    Placement placement = Placement.after(expected, total, granule, ends);
    assertThat(placement.lost()).isEqualTo(lost);
    assertThat(placement.trimmed()).isEqualTo(trimmed);
    assertThat(placement.next()).isEqualTo(next);
    assertThat(placement.oddity().isPresent()).isEqualTo(odd);
  }

  @ParameterizedTest(name = "{0} at {1}, end {2}")
  @CsvSource({
    "960, 960, false, 0, 960, false",
    "960, 5000000000, false, 0, 5000000000, false",
    "960, 959, false, 0, 959, true",
    "960, 959, true, 1, 959, false",
    "960, 0, true, 960, 0, false",
    "960, -1, true, 0, 960, true",
  })
  void placesTheFirstPage(
      int total, long granule, boolean ends, int trimmed, long next, boolean odd) {
    Placement placement = Placement.first(total, granule, ends, false);
    assertThat(placement.lost()).isZero();
    assertThat(placement.trimmed()).isEqualTo(trimmed);
    assertThat(placement.next()).isEqualTo(next);
    assertThat(placement.oddity().isPresent()).isEqualTo(odd);
  }

  @ParameterizedTest(name = "{0} at {1}, end {2}")
  @CsvSource({
    "960, 960, false, 0, 0",
    "960, 959, false, 1, 0",
    "960, 0, false, 960, 0",
    "960, 959, true, 0, 1",
    "0, 5000000000, false, 0, 0",
  })
  void aFirstPageOfVorbisThatIsBehindSkipsItsFirstSamples(
      int total, long granule, boolean ends, int skipped, int trimmed) {
    Placement placement = Placement.first(total, granule, ends, true);
    assertThat(placement.skipped()).isEqualTo(skipped);
    assertThat(placement.trimmed()).isEqualTo(trimmed);
    assertThat(placement.next()).isEqualTo(granule);
    assertThat(placement.oddity()).isEmpty();
  }
}
