package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.MalformedMediaException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is coded here is decoded, by our decoder, to what it was. */
class FlacEncoderTest {
  private static final int RATE_HZ = 44_100;

  private final FlacFrameDecoder decoder = new FlacFrameDecoder();

  @ParameterizedTest
  @EnumSource
  void everySignalComesBackAtEveryLevel(TestSignals signal) throws MalformedMediaException {
    for (int level = 0; level <= FlacLevel.MAX; level++) {
      for (int bits : new int[] {16, 24}) {
        int[][] samples = signal.samples(2, bits, 4096, level);
        FlacEncoder encoder = new FlacEncoder(RATE_HZ, 2, bits, new FlacLevel(level));
        String what = signal + ", level " + level + ", " + bits + " bits";
        assertThat(backAndForth(encoder, samples, bits)).as(what).isDeepEqualTo(samples);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyNumberOfChannelsComesBack(int channels) throws MalformedMediaException {
    int[][] samples = TestSignals.SINES_AND_NOISE.samples(channels, 24, 4096, channels);
    FlacEncoder encoder = new FlacEncoder(RATE_HZ, channels, 24, FlacLevel.DEFAULT);
    assertThat(backAndForth(encoder, samples, 24)).isDeepEqualTo(samples);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 8, 12, 15, 16, 20, 23, 24})
  void everyNumberOfBitsComesBack(int bits) throws MalformedMediaException {
    for (TestSignals signal : TestSignals.values()) {
      int[][] samples = signal.samples(2, bits, 4096, bits);
      FlacEncoder encoder = new FlacEncoder(RATE_HZ, 2, bits, FlacLevel.BEST);
      assertThat(backAndForth(encoder, samples, bits)).as("%s", signal).isDeepEqualTo(samples);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLengthOfALastBlockComesBack(TestSignals signal) throws MalformedMediaException {
    int[][] samples = signal.samples(2, 24, 4096, 1);
    for (FlacLevel level : new FlacLevel[] {FlacLevel.FAST, FlacLevel.DEFAULT, FlacLevel.BEST}) {
      FlacEncoder encoder = new FlacEncoder(RATE_HZ, 2, 24, level);
      for (int count = 1; count < 4096; count += count < 80 ? 1 : 251) {
        int[][] part = TestSignals.part(samples, 0, count);
        String what = signal + " " + level + " " + count;
        assertThat(backAndForth(encoder, part, 24)).as(what).isDeepEqualTo(part);
      }
    }
  }

  /** Every second of these blocks is of a signal of its own, scaled by chance. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anythingComesBackOnOneEncoder(long seed) throws MalformedMediaException {
    Random random = new Random(seed);
    int bits = random.nextBoolean() ? 16 : 24;
    FlacLevel level = new FlacLevel(random.nextInt(9));
    FlacEncoder encoder = new FlacEncoder(RATE_HZ, 2, bits, level);
    for (int i = 0; i < 60; i++) {
      TestSignals left = TestSignals.any(random);
      TestSignals right = TestSignals.any(random);
      int count = 1 + random.nextInt(4096);
      int[][] samples = {
        scaled(left.samples(1, bits, count, random.nextLong())[0], random),
        scaled(right.samples(1, bits, count, random.nextLong())[0], random)
      };
      String what = "%s and %s, %d samples, %s".formatted(left, right, count, level);
      assertThat(backAndForth(encoder, samples, bits)).as(what).isDeepEqualTo(samples);
    }
  }

  private static int[] scaled(int[] samples, Random random) {
    int shift = random.nextInt(12);
    return Arrays.stream(samples).map(sample -> sample >> shift).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "8000, 2048, 8000",
    "11025, 2048, 11025",
    "12000, 2048, 12000",
    "16000, 4096, 16000",
    "22050, 4096, 22050",
    "44100, 4096, 44100",
    "88200, 4096, 88200",
    "192000, 4096, 192000",
    "255000, 4096, 255000",
    "352800, 4096, 352800",
    "384000, 4096, 384000",
    "96001, 4096, 0",
    "655351, 4096, 0",
  })
  void headersTellRateAndBlock(int rateHz, int blockSize, int told) {
    FlacEncoder encoder = new FlacEncoder(rateHz, 1, 16, FlacLevel.DEFAULT);
    assertThat(FlacEncoder.blockSize(rateHz)).isEqualTo(blockSize);
    for (int count : new int[] {blockSize, 1, 256, 257, 192, 1000, 1024}) {
      int bytes = encoder.encode(new int[1][blockSize], count, 77);
      FlacFrameHeader header = FlacFrameHeader.read(encoder.frame(), 0, bytes).orElseThrow();
      assertThat(header.blockSize()).isEqualTo(count);
      assertThat(header.sampleRateHz())
          .isEqualTo(told == 0 ? OptionalInt.empty() : OptionalInt.of(told));
      assertThat(header.bits()).hasValue(16);
      assertThat(header.number()).isEqualTo(77);
      assertThat(header.variableBlockSize()).isFalse();
    }
  }

  @Test
  void silenceIsNextToNothing() {
    FlacEncoder encoder = new FlacEncoder(RATE_HZ, 8, 24, FlacLevel.FAST);
    assertThat(encoder.encode(new int[8][4096], 4096, 0)).isLessThan(50);
  }

  @Test
  void noiseTakesNoMoreThanTheSamples() {
    int[][] noise = TestSignals.WHITE_NOISE.samples(8, 24, 4096, 1);
    FlacEncoder encoder = new FlacEncoder(RATE_HZ, 8, 24, FlacLevel.BEST);
    assertThat(encoder.encode(noise, 4096, (1L << 31) - 1)).isLessThan(8 * (4096 * 3 + 1) + 20);
  }

  @Test
  void whatIsTheSameOnBothChannelsIsCodedOnce() {
    int[][] noise = TestSignals.WHITE_NOISE.samples(1, 16, 4096, 1);
    FlacEncoder encoder = new FlacEncoder(RATE_HZ, 2, 16, FlacLevel.DEFAULT);
    int bytes = encoder.encode(new int[][] {noise[0], noise[0]}, 4096, 0);
    assertThat(bytes).isLessThan(4096 * 2 + 30);
  }

  @Test
  void aSineIsPredicted() {
    int[][] sine = new int[1][4096];
    for (int i = 0; i < 4096; i++) {
      sine[0][i] = (int) (8_000_000 * Math.sin(i * 0.3));
    }
    FlacEncoder encoder = new FlacEncoder(RATE_HZ, 1, 24, FlacLevel.DEFAULT);
    assertThat(encoder.encode(sine, 4096, 0)).isLessThan(4096 * 2);
    assertThat(new FlacEncoder(RATE_HZ, 1, 24, FlacLevel.BEST).encode(sine, 4096, 0))
        .isLessThan(4096 * 2);
  }

  @Test
  void zeroBitsAtTheEndOfSamplesCostNothing() {
    int[][] samples = TestSignals.WHITE_NOISE.samples(1, 16, 4096, 1);
    FlacEncoder encoder = new FlacEncoder(RATE_HZ, 1, 24, FlacLevel.DEFAULT);
    int[][] shifted = {Arrays.stream(samples[0]).map(sample -> sample << 8).toArray()};
    assertThat(encoder.encode(shifted, 4096, 0)).isLessThan(4096 * 2 + 40);
  }

  @Test
  void refusesWhatItCanNotCode() {
    assertThatThrownBy(() -> new FlacEncoder(RATE_HZ, 2, 32, FlacLevel.DEFAULT))
        .hasMessageContaining("24 bits");
    assertThatThrownBy(() -> new FlacEncoder(RATE_HZ, 9, 16, FlacLevel.DEFAULT))
        .hasMessageContaining("8 channels");
    assertThatThrownBy(() -> new FlacLevel(9)).hasMessageContaining("0 to 8");
  }

  private int[][] backAndForth(FlacEncoder encoder, int[][] samples, int bits)
      throws MalformedMediaException {
    int count = samples[0].length;
    int bytes = encoder.encode(samples, count, 3);
    byte[] frame = Arrays.copyOf(encoder.frame(), bytes);
    FlacFrameHeader header = FlacFrameHeader.read(frame, 0, bytes).orElseThrow();
    assertThat(header.blockSize()).isEqualTo(count);
    assertThat(decoder.decode(header, frame, 0, bytes, bits)).isEqualTo(bytes);
    assertThat(decoder.checksumMatches()).isTrue();
    int[][] decoded = new int[samples.length][];
    for (int channel = 0; channel < samples.length; channel++) {
      decoded[channel] =
          Arrays.stream(decoder.samples()[channel], 0, count).mapToInt(Math::toIntExact).toArray();
    }
    return decoded;
  }
}
