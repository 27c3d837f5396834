package isr.codec;

import isr.media.FilePacket;
import java.io.IOException;

/** Puts silence where a codec gives up, or gives too little. */
final class GuardedDecoder implements PacketDecoder {
  /** Of a packet that claims more, the rest is not asked for; no codec has such packets. */
  private static final int MAX_SAMPLES = 1 << 20;

  /** 18 dB above full scale: no encoder makes that, and one such packet would drown the rest. */
  private static final float LOUDEST = 8;

  private final CodecCore core;
  private long damaged;

  GuardedDecoder(CodecCore core) {
    this.core = core;
  }

  @Override
  public int channels() {
    return core.channels();
  }

  @Override
  public void decode(FilePacket packet, SampleBlock out) {
    int expected = packet.codedSamples();
    int found = expected > MAX_SAMPLES ? -1 : found(packet, expected, out);
    if (found >= expected) {
      out.narrow(0, expected);
    }
    boolean sane = found <= 0 || core.isWithinFullScale() || out.isWithin(LOUDEST);
    if (found >= expected && sane) {
      return;
    }
    damaged++;
    if (found <= 0 || !sane) {
      out.prepare(core.channels(), expected);
      out.silence(0);
    } else {
      fill(out, found, expected);
    }
  }

  private static void fill(SampleBlock out, int found, int expected) {
    SampleBlock part = new SampleBlock();
    part.prepare(out.channels(), expected);
    for (int channel = 0; channel < out.channels(); channel++) {
      System.arraycopy(out.channel(channel), out.from(), part.channel(channel), 0, found);
    }
    part.silence(found);
    out.take(part);
  }

  /** Samples that were decoded; -1 where the packet is broken. */
  private int found(FilePacket packet, int expected, SampleBlock out) {
    try {
      return core.decode(packet.payload(), expected, out);
    } catch (IOException | RuntimeException | AssertionError e) { // Concentus asserts
      restart();
      return -1;
    }
  }

  @Override
  public void restart() {
    try {
      core.restart();
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("a decoder that was made can be made again", e);
    }
  }

  @Override
  public long damagedPackets() {
    return damaged;
  }
}
