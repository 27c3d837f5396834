package isr.codec;

import com.jcraft.jogg.Packet;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
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
  private final float[][][] pcm = new float[1][][];
  private final int[] indices;
  private final Packet packet = new Packet();
  private byte[] bytes = new byte[0];
  private int restarts;
  private Info info = new Info();
  private DspState state = new DspState();
  private Block block = new Block(state);

  VorbisCore(VorbisTrack track) throws IOException {
    long values = VorbisTables.values(track);
    if (values > MAX_TABLE_VALUES) {
      throw new MediaLimitException(
          "Vorbis: codebooks of %d values, at most %d are decoded"
              .formatted(values, MAX_TABLE_VALUES));
    }
    this.track = track;
    this.indices = new int[track.channels()];
    try {
      readHeaders();
      restart();
    } catch (RuntimeException e) {
      throw new MalformedMediaException(0, "Vorbis: codebooks that can not be used: " + e);
    }
  }

  /** Whether JOrbis understands so many coupled channels. */
  static boolean decodes(int channels) {
    return Integer.bitCount(channels) == 1;
  }

  private void readHeaders() throws IOException {
    info = new Info();
    info.init();
    Comment comment = new Comment();
    comment.init();
    int number = 0;
    for (byte[] header : new byte[][] {bytes(track.identification()), NO_COMMENTS, setup()}) {
      give(header, header.length);
      packet.b_o_s = number == 0 ? 1 : 0;
      packet.packetno = number++;
      if (info.synthesis_headerin(comment, packet) < 0) {
        checkChannels();
        throw new MalformedMediaException(0, "Vorbis: header " + number + " can not be used");
      }
    }
    packet.b_o_s = 0;
  }

  /** JOrbis misreads which channels are coupled, unless their number is a power of two. */
  private void checkChannels() throws UnsupportedMediaException {
    if (!decodes(track.channels())) {
      throw new UnsupportedMediaException(
          "Vorbis of " + track.channels() + " coupled channels is not decoded");
    }
  }

  private byte[] setup() {
    return bytes(track.setup());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  private void give(byte[] from, int length) {
    packet.packet_base = from;
    packet.packet = 0;
    packet.bytes = length;
    packet.e_o_s = 0;
    packet.granulepos = -1;
  }

  @Override
  public int channels() {
    return track.channels();
  }

  @Override
  public void restart() {
    if (restarts++ > MAX_RESTARTS) {
      return;
    }
    state = new DspState();
    state.synthesis_init(info);
    block = new Block(state);
  }

  @Override
  public int decode(ByteBuffer payload, int expected, SampleBlock out)
      throws MalformedMediaException {
    int length = payload.remaining();
    if (bytes.length < length) {
      bytes = new byte[length + length / 4];
    }
    payload.get(payload.position(), bytes, 0, length);
    give(bytes, length);
    packet.packetno++;
    if (block.synthesis(packet) != 0) {
      throw new MalformedMediaException(0, "Vorbis: no packet of audio");
    }
    state.synthesis_blockin(block);
    return take(out);
  }

  private int take(SampleBlock out) {
    int count = state.synthesis_pcmout(pcm, indices);
    out.prepare(track.channels(), count);
    if (count == 0) { // the first packet only begins
      return 0;
    }
    for (int channel = 0; channel < track.channels(); channel++) {
      System.arraycopy(pcm[0][channel], indices[channel], out.channel(channel), 0, count);
    }
    state.synthesis_read(count);
    return count;
  }
}
