package isr.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Measures how loud each channel of interleaved PCM is, without allocation but for the result. */
public final class LevelMeter {
  private final SampleFormat format;
  private final int channels;
  private final long most;
  private final long[] peaks;
  private final double[] squares;
  private final long[] clipped;
  private long samples;

  /** A meter that has measured nothing. */
  public LevelMeter(SampleFormat format, int channels) {
    this.format = format;
    this.channels = channels;
    this.most = (1L << (format.bits() - 1)) - 1;
    this.peaks = new long[channels];
    this.squares = new double[channels];
    this.clipped = new long[channels];
  }

  /** Adds whole samples of all channels, position to limit; the buffer is not changed. */
  public void add(ByteBuffer pcm) {
    ByteBuffer from = pcm.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int count = pcm.remaining() / (channels * format.bytes());
    for (int channel = 0; channel < channels; channel++) {
      add(channel, from, count);
    }
    samples += count;
  }

  private void add(int channel, ByteBuffer from, int count) {
    int step = channels * format.bytes();
    int at = from.position() + channel * format.bytes();
    long peak = peaks[channel];
    double sum = 0;
    long full = 0;
    for (int i = 0; i < count; i++, at += step) {
      long value = value(from, at);
      peak = Math.max(peak, Math.abs(value));
      sum += (double) value * value;
      full += value == most || value == -most - 1 ? 1 : 0;
    }
    peaks[channel] = peak;
    squares[channel] += sum;
    clipped[channel] += full;
  }

  private int value(ByteBuffer from, int at) {
    return switch (format) {
      case S16LE -> from.getShort(at);
      case S24LE -> (from.getShort(at) & 0xFFFF) | (from.get(at + 2) << 16);
      case S32LE -> from.getInt(at);
    };
  }

  /** Samples of each channel that were added since the last {@link #take}. */
  public long samples() {
    return samples;
  }

  /** The levels of what was added since the last call, channel by channel. */
  public List<Level> take() {
    List<Level> levels = new ArrayList<>(channels);
    for (int channel = 0; channel < channels; channel++) {
      double rms = samples == 0 ? 0 : Math.sqrt(squares[channel] / samples) / (most + 1);
      levels.add(new Level(peaks[channel] / (double) (most + 1), rms, clipped[channel]));
      peaks[channel] = 0;
      squares[channel] = 0;
      clipped[channel] = 0;
    }
    samples = 0;
    return levels;
  }
}
