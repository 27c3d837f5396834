package com.jcraft.jorbis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickMdctTest {
  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256, 512, 1024, 2048})
  void isTheSumOfItsDefinition(int size) {
    float[] coefficients = coefficients(size);
    float[] samples = new float[size];

    new QuickMdct(size).backward(coefficients, samples);

    int half = size / 2;
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int k = 0; k < half; k++) {
        sum += coefficients[k] * Math.cos(Math.PI / half * (i + 0.5 + half / 2.0) * (k + 0.5));
      }
      assertThat((double) samples[i]).as("sample %d", i).isCloseTo(sum, within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 4096, 8192})
  void isWhatJorbisGives(int size) {
    float[] coefficients = coefficients(size);
    float[] samples = new float[size];
    float[] theirs = new float[size];
    Mdct jorbis = new Mdct();
    jorbis.init(size);

    new QuickMdct(size).backward(coefficients, samples);
    jorbis.backward(coefficients.clone(), theirs);

    for (int i = 0; i < size; i++) {
      assertThat(samples[i]).as("sample %d", i).isCloseTo(theirs[i], within(1e-4f));
    }
  }

  private static float[] coefficients(int size) {
    Random random = new Random(size);
    float[] coefficients = new float[size / 2];
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = random.nextFloat() - 0.5f;
    }
    return coefficients;
  }
}
