package com.jcraft.jorbis;

/**
 * The inverse MDCT of JOrbis, by loops that the virtual machine turns into vector instructions;
 * half of what decoding costs is spent there. JOrbis keeps its transforms to itself, so this is in
 * its package. One thread.
 *
 * <p>Of n/2 = M coefficients X come the n samples of Vorbis I, section 1.3.2, before the window:
 * {@code y[i] = sum over k of X[k] cos(pi / M (i + 1/2 + M/2) (k + 1/2))}. That is a DCT-IV, of
 * which the samples are three mirrored parts; the DCT-IV is a complex Fourier transform of M/2
 * points between two rotations.
 */
public final class QuickMdct extends Mdct {
  private final int points;
  private final float[] rotationRe;
  private final float[] rotationIm;

  /** Of each stage, by three for each butterfly. */
  private final float[][] twiddleRe;

  private final float[][] twiddleIm;
  private float[] re;
  private float[] im;
  private float[] otherRe;
  private float[] otherIm;
  private final float[] cosines;

  QuickMdct(int size) {
    int half = size / 2;
    points = size / 4;
    rotationRe = new float[points];
    rotationIm = new float[points];
    for (int i = 0; i < points; i++) {
      double angle = -Math.PI * (i + 0.125) / half;
      rotationRe[i] = (float) Math.cos(angle);
      rotationIm[i] = (float) Math.sin(angle);
    }
    int stages = (Integer.numberOfTrailingZeros(points) + 1) / 2;
    twiddleRe = new float[stages][];
    twiddleIm = new float[stages][];
    int left = points;
    for (int stage = 0; stage < stages; stage++, left /= 4) {
      twiddles(stage, left);
    }
    re = new float[points];
    im = new float[points];
    otherRe = new float[points];
    otherIm = new float[points];
    cosines = new float[half];
  }

  private void twiddles(int stage, int length) {
    int quarter = length / 4;
    twiddleRe[stage] = new float[3 * quarter];
    twiddleIm[stage] = new float[3 * quarter];
    for (int number = 0; number < quarter; number++) {
      for (int times = 1; times <= 3; times++) {
        double angle = -2 * Math.PI * number * times / length;
        twiddleRe[stage][3 * number + times - 1] = (float) Math.cos(angle);
        twiddleIm[stage][3 * number + times - 1] = (float) Math.sin(angle);
      }
    }
  }

  /** Puts these in the place of what the decoder has made for itself. */
  public static void install(DspState state) {
    for (Object[] ofBlock : state.transform) {
      if (ofBlock[0] instanceof Mdct slow && slow.n >= 64) {
        ofBlock[0] = new QuickMdct(slow.n);
      }
    }
  }

  @Override
  synchronized void backward(float[] in, float[] out) {
    rotateIn(in);
    transform();
    rotateOut();
    unfold(out);
  }

  private void rotateIn(float[] in) {
    int last = 2 * points - 1;
    for (int i = 0; i < points; i++) {
      float even = in[2 * i];
      float odd = in[last - 2 * i];
      re[i] = even * rotationRe[i] - odd * rotationIm[i];
      im[i] = even * rotationIm[i] + odd * rotationRe[i];
    }
  }

  private void rotateOut() {
    int last = 2 * points - 1;
    for (int i = 0; i < points; i++) {
      cosines[2 * i] = re[i] * rotationRe[i] - im[i] * rotationIm[i];
      cosines[last - 2 * i] = -(re[i] * rotationIm[i] + im[i] * rotationRe[i]);
    }
  }

  private void unfold(float[] out) {
    int half = 2 * points;
    System.arraycopy(cosines, points, out, 0, points);
    for (int i = points; i < half + points; i++) {
      out[i] = -cosines[half + points - 1 - i];
    }
    for (int i = 0; i < points; i++) {
      out[half + points + i] = -cosines[i];
    }
  }

  /** A Fourier transform whose stages sort as they go (Stockham), four points at a time. */
  private void transform() {
    int stage = 0;
    int left = points;
    int together = 1;
    while (left >= 4) {
      for (int i = 0; i < left / 4; i++) {
        four(stage, i, left / 4 * together, together);
      }
      swap();
      stage++;
      left /= 4;
      together *= 4;
    }
    if (left == 2) {
      two(together);
      swap();
    }
  }

  private void swap() {
    float[] keptRe = re;
    float[] keptIm = im;
    re = otherRe;
    im = otherIm;
    otherRe = keptRe;
    otherIm = keptIm;
  }

  private void four(int stage, int number, int apart, int together) {
    float re1 = twiddleRe[stage][3 * number];
    float im1 = twiddleIm[stage][3 * number];
    float re2 = twiddleRe[stage][3 * number + 1];
    float im2 = twiddleIm[stage][3 * number + 1];
    float re3 = twiddleRe[stage][3 * number + 2];
    float im3 = twiddleIm[stage][3 * number + 2];
    float[] fromRe = re;
    float[] fromIm = im;
    float[] toRe = otherRe;
    float[] toIm = otherIm;
    int from = number * together;
    int to = 4 * from;
    for (int i = 0; i < together; i++) {
      int a = from + i;
      int b = a + apart;
      int c = b + apart;
      int d = c + apart;
      float sumRe = fromRe[a] + fromRe[c];
      float sumIm = fromIm[a] + fromIm[c];
      float differenceRe = fromRe[a] - fromRe[c];
      float differenceIm = fromIm[a] - fromIm[c];
      float otherSumRe = fromRe[b] + fromRe[d];
      float otherSumIm = fromIm[b] + fromIm[d];
      float turnedRe = fromIm[b] - fromIm[d];
      float turnedIm = fromRe[d] - fromRe[b];
      int at = to + i;
      toRe[at] = sumRe + otherSumRe;
      toIm[at] = sumIm + otherSumIm;
      float oneRe = differenceRe + turnedRe;
      float oneIm = differenceIm + turnedIm;
      toRe[at + together] = oneRe * re1 - oneIm * im1;
      toIm[at + together] = oneRe * im1 + oneIm * re1;
      float twoRe = sumRe - otherSumRe;
      float twoIm = sumIm - otherSumIm;
      toRe[at + 2 * together] = twoRe * re2 - twoIm * im2;
      toIm[at + 2 * together] = twoRe * im2 + twoIm * re2;
      float threeRe = differenceRe - turnedRe;
      float threeIm = differenceIm - turnedIm;
      toRe[at + 3 * together] = threeRe * re3 - threeIm * im3;
      toIm[at + 3 * together] = threeRe * im3 + threeIm * re3;
    }
  }

  private void two(int together) {
    for (int i = 0; i < together; i++) {
      otherRe[i] = re[i] + re[i + together];
      otherIm[i] = im[i] + im[i + together];
      otherRe[i + together] = re[i] - re[i + together];
      otherIm[i + together] = im[i] - im[i + together];
    }
  }
}
