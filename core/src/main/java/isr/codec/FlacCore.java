package isr.codec;

import isr.format.flac.FlacFrameDecoder;
import isr.format.flac.FlacFrameHeader;
import isr.media.FlacTrack;
import isr.media.MalformedMediaException;
import java.nio.ByteBuffer;

/**
 * Frames of FLAC, each by itself. Their CRC-16 is not looked at again: the framer that finds them
 * in a file does so by it, and in Ogg the pages have one.
 */
final class FlacCore implements CodecCore {
  private final FlacTrack track;
  private final FlacFrameDecoder decoder = new FlacFrameDecoder();
  private byte[] bytes = new byte[0];

  FlacCore(FlacTrack track) {
    this.track = track;
  }

  @Override
  public int channels() {
    return track.channels();
  }

  @Override
  public int decode(ByteBuffer payload, int expected, SampleBlock out)
      throws MalformedMediaException {
    int length = payload.remaining();
    if (bytes.length < length) {
      bytes = new byte[length + length / 4];
    }
    payload.get(payload.position(), bytes, 0, length);
    FlacFrameHeader header =
        FlacFrameHeader.read(bytes, 0, length)
            .orElseThrow(() -> new MalformedMediaException(0, "expected a frame header"));
    int bits = header.bits().orElse(track.bits());
    if (header.channels() != track.channels()) {
      throw new MalformedMediaException(0, "another number of channels");
    }
    decoder.decodeUnchecked(header, bytes, 0, length, bits);
    int count = header.blockSize();
    out.prepare(track.channels(), count);
    float scale = 1f / (1L << (bits - 1));
    for (int channel = 0; channel < track.channels(); channel++) {
      scale(decoder.samples()[channel], out.channel(channel), count, scale);
    }
    return count;
  }

  private static void scale(long[] from, float[] to, int count, float scale) {
    for (int i = 0; i < count; i++) {
      to[i] = (int) from[i] * scale;
    }
  }

  @Override
  public void restart() {}
}
