package isr.alsa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The counter in what a take has of a scripted card with two channels of 16 bits. */
final class CounterSignal {
  /** From that sample on the counter is further ahead by so much than the samples before. */
  record Jump(long sample, long missing) {}

  private final ByteBuffer pcm;

  CounterSignal(byte[] pcm) {
    this.pcm = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
  }

  long samples() {
    return pcm.capacity() / 4;
  }

  /** The counter of a sample: its low 32 bits. */
  long at(long sample) {
    return pcm.getInt((int) sample * 4) & 0xFFFF_FFFFL;
  }

  /** Where it does not go up by one. */
  List<Jump> jumps() {
    List<Jump> jumps = new ArrayList<>();
    for (long i = 1; i < samples(); i++) {
      long step = at(i) - at(i - 1);
      if (step != 1) {
        jumps.add(new Jump(i, step - 1));
      }
    }
    return jumps;
  }
}
