package isr.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelsTest {
  @Test
  void eachLevelHasEightTimesFewerPoints() {
    assertThat(Levels.samplesPerPoint(0)).isEqualTo(256);
    assertThat(Levels.samplesPerPoint(3)).isEqualTo(131_072).isEqualTo(Levels.COARSEST_SAMPLES);
    assertThat(Levels.points(0, 0)).isZero();
    assertThat(Levels.points(1, 3)).isEqualTo(1);
    assertThat(Levels.points(131_073, 3)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8000, 11_025, 22_050, 44_100, 192_000})
  void blocksFollowEachOther(int rate) {
    long before = 0;
    for (long sample = 0; sample < 3L * rate; sample += Math.max(1, rate / 997)) {
      long blocks = Levels.blocksBefore(sample, rate);
      assertThat(blocks).isGreaterThanOrEqualTo(before);
      assertThat(Levels.blockStart(blocks, rate)).isGreaterThanOrEqualTo(sample);
      if (blocks > 0) {
        assertThat(Levels.blockStart(blocks - 1, rate)).isLessThan(sample);
      }
      before = blocks;
    }
    assertThat(Levels.blockStart(10L * 3600 * 24, rate)).isEqualTo(3600L * 24 * rate);
  }

  @Test
  void theLevelSuitsWhatIsDrawn() {
    assertThat(Levels.levelFor(1)).isZero();
    assertThat(Levels.levelFor(4 * 2048 - 1)).isZero();
    assertThat(Levels.levelFor(4 * 2048)).isEqualTo(1);
    assertThat(Levels.levelFor(1e12)).isEqualTo(3);
    assertThat(Levels.exactLevelFor(256)).isZero();
    assertThat(Levels.exactLevelFor(4096)).isEqualTo(1);
    assertThat(Levels.exactLevelFor(4097)).isZero();
    assertThat(Levels.exactLevelFor(1 << 20)).isEqualTo(3);
  }
}
