package isr.splitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitScheduleTest {
  @ParameterizedTest(name = "{0} every {1} min: after {2} comes {3}")
  @CsvSource({
    "UTC,              60,   2026-11-21T09:59:59.999999999Z, 2026-11-21T10:00:00Z",
    "UTC,              60,   2026-11-21T10:00:00Z,           2026-11-21T11:00:00Z",
    "UTC,              0.1,  2026-11-21T10:00:00Z,           2026-11-21T10:00:06Z",
    "UTC,              0.1,  2026-11-21T23:59:57Z,           2026-11-22T00:00:00Z",
    "UTC,              1440, 2026-11-21T00:00:00Z,           2026-11-22T00:00:00Z",
    "Asia/Kolkata,     60,   2026-11-21T10:00:00Z,           2026-11-21T10:30:00Z",
    "Asia/Kathmandu,   60,   2026-11-21T10:00:00Z,           2026-11-21T10:15:00Z",
    "Australia/Eucla,  30,   2026-11-21T10:00:00Z,           2026-11-21T10:15:00Z",
    // 7 minutes do not divide a day: the last interval before midnight is short
    "UTC,              7,    2026-11-21T23:55:00Z,           2026-11-22T00:00:00Z",
    "UTC,              7,    2026-11-22T00:00:00Z,           2026-11-22T00:07:00Z",
  })
  void countsFromLocalMidnight(ZoneId zone, double minutes, Instant after, Instant expected) {
    assertThat(schedule(zone, minutes).next(after)).isEqualTo(expected);
  }

  @Test
  void aClockSetForwardSplitsAtTheJumpWhereItPassesMultiples() {
    // Berlin, 29 March 2026: 01:59:59+01:00 is followed by 03:00:00+02:00
    assertThat(points("Europe/Berlin", 30, "2026-03-29T01:00:00+01:00", 5))
        .containsExactly(
            "2026-03-29T01:30+01:00",
            "2026-03-29T03:00+02:00",
            "2026-03-29T03:30+02:00",
            "2026-03-29T04:00+02:00",
            "2026-03-29T04:30+02:00");
    assertThat(points("Europe/Berlin", 120, "2026-03-29T00:30:00+01:00", 3))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00", "2026-03-29T06:00+02:00");
  }

  @Test
  void aClockSetBackSplitsAtTheRepeatedMultiplesAgain() {
    // Berlin, 25 October 2026: 02:59:59+02:00 is followed by 02:00:00+01:00
    assertThat(points("Europe/Berlin", 30, "2026-10-25T01:45:00+02:00", 6))
        .containsExactly(
            "2026-10-25T02:00+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:00+01:00",
            "2026-10-25T03:30+01:00");
  }

  @Test
  void halfAnHourOfSummerTimeIsNothingSpecial() {
    // Lord Howe, 5 April 2026: 01:59:59+11:00 is followed by 01:30:00+10:30
    assertThat(points("Australia/Lord_Howe", 60, "2026-04-05T00:30:00+11:00", 3))
        .containsExactly(
            "2026-04-05T01:00+11:00", "2026-04-05T02:00+10:30", "2026-04-05T03:00+10:30");
  }

  @Test
  void aDayWithoutMidnightBeginsWhenTheClockIsSet() {
    // Beirut, 29 March 2026: 23:59:59+02:00 is followed by 01:00:00+03:00
    assertThat(points("Asia/Beirut", 1440, "2026-03-28T12:00:00+02:00", 2))
        .containsExactly("2026-03-29T01:00+03:00", "2026-03-30T00:00+03:00");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void pointsFollowEachOtherAndNothingLiesBetweenThem(long seed) {
    Random random = new Random(seed);
    List<String> zones = new ArrayList<>(ZoneId.getAvailableZoneIds());
    for (int i = 0; i < 200; i++) {
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      Duration interval = Duration.ofSeconds(6 + random.nextInt(86_400 - 6));
      SplitSchedule schedule = new SplitSchedule(zone, interval);
      Instant start = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(31_536_000));
      Instant next = schedule.next(start);
      assertThat(next).isAfter(start);
      assertThat(Duration.between(start, next)).isLessThanOrEqualTo(Duration.ofHours(27));
      Instant between = start.plusNanos((long) (random.nextDouble() * nanos(start, next)));
      assertThat(schedule.next(between)).as("%s %s %s", zone, interval, start).isEqualTo(next);
      assertThat(schedule.next(next.minusNanos(1))).isEqualTo(next);
    }
  }

  @Test
  void refusesIntervalsOutOfRange() {
    assertThatThrownBy(() -> schedule(ZoneId.of("UTC"), 0.09))
        .hasMessage("interval: expected 6 s to 24 h, found 5.4 s");
    assertThatThrownBy(() -> schedule(ZoneId.of("UTC"), 1441))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long nanos(Instant from, Instant to) {
    return Duration.between(from, to).toNanos();
  }

  private static SplitSchedule schedule(ZoneId zone, double minutes) {
    return new SplitSchedule(zone, Duration.ofMillis(Math.round(minutes * 60_000)));
  }

  private static List<String> points(String zone, int minutes, String from, int count) {
    SplitSchedule schedule = schedule(ZoneId.of(zone), minutes);
    Instant at = ZonedDateTime.parse(from).toInstant();
    List<String> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      at = schedule.next(at);
      result.add(at.atZone(ZoneId.of(zone)).toOffsetDateTime().toString());
    }
    return result;
  }
}
