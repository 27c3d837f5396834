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
  int at(long sample) {
    return pcm.getInt((int) sample * 4);
  }

  /** Where it does not go up by one. */
  List<Jump> jumps() {
    List<Jump> jumps = new ArrayList<>();
    for (long i = 1; i < samples(); i++) {
      int step = at(i) - at(i - 1);
      if (step != 1) {
        jumps.add(new Jump(i, step - 1L));
      }
    }
    return jumps;
  }

  /**
   * How late a time is at which so many samples are said to have been heard.
   *
   * @param rate the card's real one, in samples a second
   */
  double millisLate(long samples, long nanos, double rate) {
    long seconds = nanos / 1_000_000_000L;
    double heard = seconds * rate + nanos % 1_000_000_000L * 1e-9 * rate;
    int ahead = (int) (long) heard - (at(samples - 1) + 1);
    return ahead / rate * 1000;
  }
}
