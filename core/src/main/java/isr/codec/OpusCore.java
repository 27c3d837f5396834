package isr.codec;

import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusMSDecoder;
import isr.media.MalformedMediaException;
import isr.media.OpusTrack;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Packets of Opus by Concentus; several streams in a packet are surround (RFC 7845, 5.1.1). */
final class OpusCore implements CodecCore {
  private static final int RATE_HZ = 48_000;

  /** 120 ms, the longest packet (RFC 6716, section 3.1). */
  private static final int MAX_SAMPLES = 5760;

  private static final float OF_16 = 1f / (1 << 15);
  private static final int GAIN = 16;
  private static final int FAMILY = 18;
  private static final int STREAMS = 19;
  private static final int COUPLED = 20;
  private static final int TABLE = 21;

  private final int channels;
  private final int streams;
  private final int coupled;
  private final short[] mapping;
  private final int gain;
  private final short[] pcm;
  private byte[] bytes = new byte[0];
  private OpusMSDecoder decoder;

  OpusCore(OpusTrack track) throws IOException {
    ByteBuffer head = track.head().slice().order(ByteOrder.LITTLE_ENDIAN);
    int family = head.get(FAMILY) & 0xFF;
    if (family > 2 && family < 255) {
      throw new UnsupportedMediaException("Opus with channel mapping family " + family);
    }
    this.channels = track.channels();
    this.streams = family == 0 ? 1 : head.get(STREAMS) & 0xFF;
    this.coupled = family == 0 ? channels - 1 : head.get(COUPLED) & 0xFF;
    this.mapping = new short[channels];
    for (int i = 0; i < channels; i++) {
      mapping[i] = (short) (family == 0 ? i : head.get(TABLE + i) & 0xFF);
    }
    this.gain = head.getShort(GAIN);
    this.pcm = new short[channels * MAX_SAMPLES];
    this.decoder = opened();
  }

  private OpusMSDecoder opened() throws MalformedMediaException {
    try {
      OpusMSDecoder opened = OpusMSDecoder.create(RATE_HZ, channels, streams, coupled, mapping);
      opened.setGain(gain);
      return opened;
    } catch (OpusException | RuntimeException e) {
      throw new MalformedMediaException(0, "Opus: header that can not be used: " + e.getMessage());
    }
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public void restart() throws MalformedMediaException {
    decoder = opened();
  }

  @Override
  public int decode(ByteBuffer payload, int expected, SampleBlock out)
      throws MalformedMediaException {
    int length = payload.remaining();
    if (bytes.length < length) {
      bytes = new byte[length + length / 4];
    }
    payload.get(payload.position(), bytes, 0, length);
    int count = decoder.decodeMultistream(bytes, 0, length, pcm, 0, MAX_SAMPLES, 0);
    if (count < 0) {
      throw new MalformedMediaException(0, "Opus: error " + count);
    }
    out.prepare(channels, count);
    for (int channel = 0; channel < channels; channel++) {
      float[] to = out.channel(channel);
      for (int i = 0, at = channel; i < count; i++, at += channels) {
        to[i] = pcm[at] * OF_16;
      }
    }
    return count;
  }
}
