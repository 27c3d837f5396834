package isr.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeMapTest {
  private static final long MS = 1_000_000L;
  private static final long S = 1000 * MS;

  private final TimeMap map = new TimeMap();

  @Test
  void datesABatchBackFromItsEnd() {
    map.observe(5 * S, 100 * S);
    assertThat(map.heardAt(5 * S)).isEqualTo(100 * S);
    assertThat(map.heardAt(2 * S)).isEqualTo(97 * S);
    assertThat(map.streamAt(97 * S)).isEqualTo(2 * S);
  }

  @Test
  void readingLateDoesNotMoveIt() {
    map.observe(1 * S, 100 * S);
    map.observe(2 * S, 101 * S + 80 * MS);
    map.observe(3 * S, 102 * S + 40 * MS);
    assertThat(map.heardAt(3 * S)).isEqualTo(102 * S);
    assertThat(map.latenessNanos()).isEqualTo(40 * MS);
  }

  @Test
  void aPauseThatIsMadeUpForDoesNotMoveIt() {
    map.observe(1 * S, 100 * S);
    map.observe(6 * S, 105 * S);
    assertThat(map.heardAt(3 * S)).isEqualTo(102 * S);
    assertThat(map.latenessNanos()).isZero();
  }

  @Test
  void followsASlowSenderWithinTheWindow() {
    long stream = 0;
    for (long second = 0; second < 3600; second++) {
      stream += S - 100_000; // 100 ppm slow
      map.observe(stream, second * S);
    }
    assertThat(map.latenessNanos()).isLessThan(TimeMap.WINDOW_SECONDS * 100_000L + MS);
  }

  @Test
  void aLastingDelayIsTakenOverAfterTheWindow() {
    for (long second = 0; second < 30; second++) {
      map.observe(second * S, second * S);
    }
    for (long second = 30; second < 60; second++) {
      map.observe(second * S, (second + 4) * S);
    }
    assertThat(map.latenessNanos()).isZero();
    assertThat(map.heardAt(59 * S)).isEqualTo(63 * S);
  }

  @Test
  void negativeTimesOfTheMonotonicClockAreOrdinary() {
    map.observe(1 * S, -50 * S);
    map.observe(2 * S, -49 * S + 10 * MS);
    assertThat(map.heardAt(2 * S)).isEqualTo(-49 * S);
  }

  @Test
  void aResetForgetsWhatWasObserved() {
    map.observe(1 * S, 100 * S);
    map.reset();
    assertThat(map.isSet()).isFalse();
    map.observe(1 * S, 103 * S);
    assertThat(map.heardAt(1 * S)).isEqualTo(103 * S);
  }

  @Test
  void whatIsTrustedIsTakenAsItIsAndStraightInBetween() {
    map.trust(0, 100 * S);
    map.trust(1 * S, 101 * S + 10 * MS);
    map.trust(2 * S, 102 * S + 20 * MS);
    assertThat(map.heardAt(2 * S)).isEqualTo(102 * S + 20 * MS);
    assertThat(map.heardAt(1500 * MS)).isEqualTo(101 * S + 515 * MS);
    assertThat(map.streamAt(101 * S + 515 * MS)).isEqualTo(1500 * MS);
    assertThat(map.latenessNanos()).isZero();
  }

  @Test
  void aTrustedClockThatJumpsIsDatedBackFromItsEnd() {
    map.trust(1 * S, 101 * S);
    map.trust(2 * S, 105 * S);
    assertThat(map.heardAt(1500 * MS)).isEqualTo(104 * S + 500 * MS);
    map.trust(3 * S, 105 * S + 10 * MS);
    assertThat(map.heardAt(2500 * MS)).isEqualTo(104 * S + 510 * MS);
    map.trust(3 * S, 106 * S);
    assertThat(map.heardAt(2 * S)).isEqualTo(105 * S);
  }
}
