package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VorbisSetupTest {
  @Test
  void findsTheModesAtTheEnd() {
    VorbisSetup setup = VorbisSetup.read(ByteBuffer.wrap(TestVorbis.setup()), 2).orElseThrow();
    assertThat(setup.modes()).isEqualTo(2);
    assertThat(setup.isLong(0)).isFalse();
    assertThat(setup.isLong(1)).isTrue();
  }

  @Test
  void aHeaderThatIsCutShortIsNone() {
    byte[] setup = TestVorbis.setup();
    for (int length = 0; length < setup.length; length++) {
      byte[] cut = Arrays.copyOf(setup, length);
      assertThat(VorbisSetup.read(ByteBuffer.wrap(cut), 2)).as("cut at " + length).isEmpty();
    }
  }

  /** JOrbis makes classifications to the power of the class book's dimensions arrays of it. */
  @ParameterizedTest
  @CsvSource({"10, 2, 1000", "10, 100, 1000000000", "64, 65535, 1000000000"})
  void classBooksOfManyDimensionsCount(int classifications, int dimensions, long expected) {
    byte[] setup = TestVorbis.setup(classifications, dimensions);
    assertThat(VorbisSetup.read(ByteBuffer.wrap(setup), 2).orElseThrow().tableValues())
        .isBetween(expected / 2, expected == 1000 ? expected : Long.MAX_VALUE);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void anyBytesEndTheReading(long seed) {
    Random random = new Random(seed);
    byte[] setup = Arrays.copyOf(TestVorbis.setup(), 4000);
    for (int i = 0; i < 2000; i++) {
      byte[] broken = setup.clone();
      for (int j = random.nextInt(40); j >= 0; j--) {
        broken[7 + random.nextInt(random.nextBoolean() ? 40 : 3000)] = (byte) random.nextInt();
      }
      VorbisSetup.read(ByteBuffer.wrap(broken), 1 + random.nextInt(255))
          .ifPresent(read -> assertThat(read.modes()).isBetween(1, 64));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "1, 1, 1",
    "2, 1, 2",
    "8, 3, 2",
    "26, 3, 2",
    "27, 3, 3",
    "28, 3, 3",
    "81, 4, 3",
    "16777215, 1, 16777215",
    "16777215, 2, 4095",
    "16777215, 24, 1",
    "16777215, 65535, 1"
  })
  void findsHowManyValuesALatticeHas(int entries, int dimensions, int expected) {
    assertThat(VorbisCodebook.latticeValues(entries, dimensions)).isEqualTo(expected);
  }

  @Test
  void bitsBeyondTheEndAreZero() {
    VorbisBits bits = new VorbisBits(ByteBuffer.wrap(new byte[] {(byte) 0xa5, 3}));
    assertThat(bits.read(3)).isEqualTo(5);
    assertThat(bits.read(9)).isEqualTo(0x74);
    assertThat(bits.overrun()).isFalse();
    bits.skip(4);
    assertThat(bits.overrun()).isFalse();
    assertThat(bits.read(31)).isZero();
    assertThat(bits.overrun()).isTrue();
    bits.skip(Long.MAX_VALUE);
    bits.skip(Long.MAX_VALUE);
    assertThat(bits.overrun()).isTrue();
  }
}
