package isr.codec;

import java.util.Arrays;

/**
 * A run of samples of some channels, which is filled again and again.
 *
 * <p>The samples of channel c are {@code channel(c)[from()]} to {@code channel(c)[from() + count()
 * - 1]}; the arrays are lent until it is filled again.
 */
public final class SampleBlock {
  private float[][] samples = new float[0][0];
  private int channels;
  private int from;
  private int count;

  /** Channels. */
  public int channels() {
    return channels;
  }

  /** Samples of each channel. */
  public int count() {
    return count;
  }

  /** Index of the first one. */
  public int from() {
    return from;
  }

  /** The array that the samples of a channel lie in. */
  public float[] channel(int channel) {
    return samples[channel];
  }

  /** Makes room; what is in there is anything. */
  void prepare(int newChannels, int newCount) {
    if (samples.length < newChannels || samples[0].length < newCount) {
      samples = new float[Math.max(1, newChannels)][Math.max(256, newCount)];
    }
    channels = newChannels;
    from = 0;
    count = newCount;
  }

  /** Fills all channels with silence, from an index to the end. */
  void silence(int begin) {
    for (int channel = 0; channel < channels; channel++) {
      Arrays.fill(samples[channel], begin, from + count, 0);
    }
  }

  /** Becomes what another one is, which gets the arrays of this one to be filled anew. */
  void take(SampleBlock other) {
    float[][] mine = samples;
    samples = other.samples;
    other.samples = mine;
    channels = other.channels;
    from = other.from;
    count = other.count;
  }

  /** Keeps a part of what is in here. */
  void narrow(int skipped, int kept) {
    from += skipped;
    count = kept;
  }

  /**
   * Takes other channels: those that are missing are the last one that there is; of those that are
   * too many, the last that stays takes what is loudest.
   */
  void spread(int wanted) {
    int there = channels;
    for (int channel = wanted; channel < there; channel++) {
      loudest(samples[wanted - 1], samples[channel]);
    }
    if (wanted > samples.length) {
      float[][] wider = Arrays.copyOf(samples, wanted);
      for (int channel = samples.length; channel < wanted; channel++) {
        wider[channel] = new float[wider[0].length];
      }
      samples = wider;
    }
    for (int channel = there; channel < wanted; channel++) {
      System.arraycopy(samples[there - 1], from, samples[channel], from, count);
    }
    channels = wanted;
  }

  private void loudest(float[] into, float[] other) {
    for (int i = from; i < from + count; i++) {
      into[i] = Math.abs(other[i]) > Math.abs(into[i]) ? other[i] : into[i];
    }
  }

  /** Whether all samples are numbers no larger than that. */
  boolean isWithin(float most) {
    for (int channel = 0; channel < channels; channel++) {
      float[] all = samples[channel];
      boolean within = true;
      for (int i = from; i < from + count; i++) {
        within &= Math.abs(all[i]) <= most; // not where it is NaN
      }
      if (!within) {
        return false;
      }
    }
    return true;
  }
}
