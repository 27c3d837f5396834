package isr.codec;

import com.jcraft.jogg.Packet;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import com.jcraft.jorbis.QuickMdct;
import java.io.IOException;

/** JOrbis, as it is; made by {@link JorbisCopies}. */
public final class Jorbis implements VorbisPackets {
  private final float[][][] pcm = new float[1][][];
  private final Packet packet = new Packet();
  private final Info info = new Info();
  private final Comment comment = new Comment();
  private int[] indices = new int[0];
  private DspState state = new DspState();
  private Block block = new Block(state);
  private int headers;
  private int count;

  /** Knows nothing yet. */
  public Jorbis() {
    info.init();
    comment.init();
  }

  private void give(byte[] from, int length) {
    packet.packet_base = from;
    packet.packet = 0;
    packet.bytes = length;
    packet.e_o_s = 0;
    packet.granulepos = -1;
  }

  @Override
  public boolean header(byte[] from) {
    give(from, from.length);
    packet.b_o_s = headers == 0 ? 1 : 0;
    packet.packetno = headers++;
    return info.synthesis_headerin(comment, packet) >= 0;
  }

  @Override
  public void restart() {
    packet.b_o_s = 0;
    indices = new int[info.channels];
    count = 0;
    state = new DspState();
    state.synthesis_init(info);
    QuickMdct.install(state);
    block = new Block(state);
  }

  @Override
  public int decode(byte[] bytes, int length) throws IOException {
    take();
    give(bytes, length);
    packet.packetno++;
    if (block.synthesis(packet) != 0) {
      throw new IOException("Vorbis: no packet of audio");
    }
    state.synthesis_blockin(block);
    count = state.synthesis_pcmout(pcm, indices);
    return count;
  }

  /** What was given before is not wanted any more. */
  private void take() {
    if (count > 0) {
      state.synthesis_read(count);
      count = 0;
    }
  }

  @Override
  public void copy(int channel, float[] to) {
    System.arraycopy(pcm[0][channel], indices[channel], to, 0, count);
  }
}
