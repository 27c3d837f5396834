package isr.codec;

import isr.media.PcmTrack;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Interleaved integers to floats. */
final class PcmCore implements CodecCore {
  private static final float OF_16 = 1f / (1 << 15);
  private static final float OF_24 = 1f / (1 << 23);
  private static final float OF_32 = 1f / (1L << 31);

  private final PcmTrack track;
  private short[] shorts = new short[0];

  PcmCore(PcmTrack track) {
    this.track = track;
  }

  @Override
  public int channels() {
    return track.channels();
  }

  @Override
  public boolean isWithinFullScale() {
    return true;
  }

  @Override
  public int decode(ByteBuffer payload, int expected, SampleBlock out) {
    ByteBuffer in = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int count = Math.min(expected, in.remaining() / track.blockAlign());
    out.prepare(track.channels(), count);
    switch (track.format()) {
      case S16LE -> decode16(in, count, out);
      case S24LE -> decode24(in, count, out);
      case S32LE -> decode32(in, count, out);
    }
    return count;
  }

  private void decode16(ByteBuffer in, int count, SampleBlock out) {
    int channels = track.channels();
    if (shorts.length < count * channels) {
      shorts = new short[count * channels];
    }
    short[] from = shorts;
    in.asShortBuffer().get(from, 0, count * channels);
    if (channels == 2) {
      stereo(from, count, out.channel(0), out.channel(1));
      return;
    }
    for (int channel = 0; channel < channels; channel++) {
      float[] to = out.channel(channel);
      for (int i = 0, at = channel; i < count; i++, at += channels) {
        to[i] = from[at] * OF_16;
      }
    }
  }

  private static void stereo(short[] from, int count, float[] left, float[] right) {
    for (int i = 0; i < count; i++) {
      left[i] = from[2 * i] * OF_16;
      right[i] = from[2 * i + 1] * OF_16;
    }
  }

  private void decode24(ByteBuffer in, int count, SampleBlock out) {
    int start = in.position();
    int align = track.blockAlign();
    for (int channel = 0; channel < track.channels(); channel++) {
      float[] to = out.channel(channel);
      int at = start + 3 * channel;
      for (int i = 0; i < count; i++, at += align) {
        to[i] = ((in.getShort(at) & 0xFFFF) | in.get(at + 2) << 16) * OF_24;
      }
    }
  }

  private void decode32(ByteBuffer in, int count, SampleBlock out) {
    int start = in.position();
    int align = track.blockAlign();
    for (int channel = 0; channel < track.channels(); channel++) {
      float[] to = out.channel(channel);
      int at = start + 4 * channel;
      for (int i = 0; i < count; i++, at += align) {
        to[i] = in.getInt(at) * OF_32;
      }
    }
  }

  @Override
  public void restart() {}
}
