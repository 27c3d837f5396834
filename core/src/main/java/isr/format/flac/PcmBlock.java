package isr.format.flac;

import isr.media.PcmTrack;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Gathers interleaved samples until there is a block of them. */
final class PcmBlock {
  private static final VarHandle LITTLE_ENDIAN_SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final int channels;
  private final int blockAlign;
  private final byte[] bytes;
  private final int[][] samples;
  private int filled;

  /** Of 16 or 24 bits. */
  PcmBlock(PcmTrack track, int blockSize) {
    channels = track.channels();
    blockAlign = track.blockAlign();
    bytes = new byte[blockSize * blockAlign];
    samples = new int[channels][blockSize];
  }

  /**
   * Takes bytes from a place in a buffer on, as many as there is room for; the buffer's position
   * stays.
   *
   * @return the index after the last one taken
   */
  int take(ByteBuffer from, int index) {
    int count = Math.min(bytes.length - filled, from.limit() - index);
    from.get(index, bytes, filled, count);
    filled += count;
    return index + count;
  }

  boolean isFull() {
    return filled == bytes.length;
  }

  /** Samples per channel. */
  int sampleCount() {
    return filled / blockAlign;
  }

  /** The samples as they came, {@link #byteCount} bytes. */
  byte[] bytes() {
    return bytes;
  }

  int byteCount() {
    return filled;
  }

  void clear() {
    filled = 0;
  }

  /** The samples by channel, {@link #sampleCount} of each; valid until asked for again. */
  int[][] samples() {
    for (int channel = 0; channel < channels; channel++) {
      if (blockAlign == 2 * channels) {
        twoBytes(2 * channel, samples[channel]);
      } else {
        threeBytes(3 * channel, samples[channel]);
      }
    }
    return samples;
  }

  private void twoBytes(int from, int[] to) {
    int count = sampleCount();
    byte[] in = bytes;
    int step = blockAlign;
    int at = from;
    for (int i = 0; i < count; i++) {
      to[i] = (short) LITTLE_ENDIAN_SHORT.get(in, at);
      at += step;
    }
  }

  private void threeBytes(int from, int[] to) {
    int count = sampleCount();
    byte[] in = bytes;
    int step = blockAlign;
    int at = from;
    for (int i = 0; i < count; i++) {
      to[i] = (in[at] & 0xFF) | (in[at + 1] & 0xFF) << 8 | in[at + 2] << 16;
      at += step;
    }
  }
}
