package isr.codec;

import isr.format.ogg.VorbisTables;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.UnsupportedMediaException;
import isr.media.VorbisTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Packets of Vorbis by JOrbis. */
final class VorbisCore implements CodecCore {
  /** Values in all tables; those of an ordinary encoder have about 200,000. */
  private static final long MAX_TABLE_VALUES = 8 << 20;

  /** A comment header (Vorbis I, section 5) that says nothing: what a file says is not needed. */
  private static final byte[] NO_COMMENTS =
      "\3vorbis\0\0\0\0\0\0\0\0\1".getBytes(StandardCharsets.US_ASCII);

  /** Tables are made anew at every restart: a file of broken packets is not worth hours. */
  private static final int MAX_RESTARTS = 500;

  private final VorbisTrack track;
  private final VorbisPackets jorbis = JorbisCopies.make();
  private byte[] bytes = new byte[0];
  private int restarts;

  VorbisCore(VorbisTrack track) throws IOException {
    long values = VorbisTables.values(track);
    if (values > MAX_TABLE_VALUES) {
      throw new MediaLimitException(
          "Vorbis: codebooks of %d values, at most %d are decoded"
              .formatted(values, MAX_TABLE_VALUES));
    }
    this.track = track;
    try {
      readHeaders();
      restart();
    } catch (RuntimeException e) {
      throw new MalformedMediaException(0, "Vorbis: codebooks that can not be used: " + e);
    }
  }

  private void readHeaders() throws IOException {
    int number = 0;
    byte[][] headers = {bytes(track.identification()), NO_COMMENTS, bytes(track.setup())};
    for (byte[] header : headers) {
      number++;
      if (!jorbis.header(header)) {
        checkChannels();
        throw new MalformedMediaException(0, "Vorbis: header " + number + " can not be used");
      }
    }
  }

  /** JOrbis misreads which channels are coupled, unless their number is a power of two. */
  private void checkChannels() throws UnsupportedMediaException {
    if (!decodes(track.channels())) {
      throw new UnsupportedMediaException(
          "Vorbis of " + track.channels() + " coupled channels is not decoded");
    }
  }

  /** Whether JOrbis understands so many coupled channels. */
  static boolean decodes(int channels) {
    return Integer.bitCount(channels) == 1;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  @Override
  public int channels() {
    return track.channels();
  }

  @Override
  public void restart() {
    if (restarts++ <= MAX_RESTARTS) {
      jorbis.restart();
    }
  }

  @Override
  public int decode(ByteBuffer payload, int expected, SampleBlock out) throws IOException {
    int length = payload.remaining();
    if (bytes.length < length) {
      bytes = new byte[length + length / 4];
    }
    payload.get(payload.position(), bytes, 0, length);
    int count = jorbis.decode(bytes, length); // 0 for the first packet, which only begins
    out.prepare(track.channels(), count);
    for (int channel = 0; channel < track.channels() && count > 0; channel++) {
      jorbis.copy(channel, out.channel(channel));
    }
    return count;
  }
}
