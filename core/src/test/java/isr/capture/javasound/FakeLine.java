package isr.capture.javasound;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.TargetDataLine;

/**
 * A line of one channel of 16 bits at 1000 Hz whose samples count up, and the clock by which it
 * runs. As the JDK's, it says that its buffer is full after an overrun, and reads nothing once its
 * device is gone.
 */
final class FakeLine {
  static final int RATE = 1000;
  static final int FRAME_BYTES = 2;
  static final int BUFFER_BYTES = 4000;

  final TargetDataLine line = mock(TargetDataLine.class);
  long nanos = 1_000_000_000_000L;

  /** Samples that the card has heard, read and lost ones included. */
  long heard;

  private long nextToRead;
  private boolean overrun;
  private boolean frozen;
  private boolean gone;

  FakeLine() {
    when(line.available()).thenAnswer(call -> available());
    when(line.getBufferSize()).thenReturn(BUFFER_BYTES);
    when(line.read(any(byte[].class), anyInt(), anyInt()))
        .thenAnswer(call -> read(call.getArgument(0), call.getArgument(1), call.getArgument(2)));
  }

  /** Lets time pass. */
  void pass(long nanoseconds) {
    nanos += nanoseconds;
    if (!frozen && !gone) {
      heard += nanoseconds * RATE / 1_000_000_000L;
      overrun |= (heard - nextToRead) * FRAME_BYTES >= BUFFER_BYTES;
    }
  }

  /** Samples vanish without a word. */
  void jump(long samples) {
    nanos += samples * 1_000_000_000L / RATE;
    heard += samples;
    nextToRead += samples;
  }

  /** The card's clock stands still, or goes on. */
  void freeze(boolean stands) {
    frozen = stands;
  }

  /** The card is pulled out. */
  void unplug() {
    gone = true;
  }

  private int available() {
    if (gone) {
      return 0;
    }
    return overrun ? BUFFER_BYTES : (int) (heard - nextToRead) * FRAME_BYTES;
  }

  private int read(byte[] to, int offset, int length) {
    if (gone) {
      return 0;
    }
    if (overrun) {
      overrun = false;
      nextToRead = heard;
      pass(length / FRAME_BYTES * 1_000_000_000L / RATE);
    }
    if (length > (int) (heard - nextToRead) * FRAME_BYTES) {
      throw new AssertionError("the read would wait");
    }
    ByteBuffer pcm = ByteBuffer.wrap(to, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length / FRAME_BYTES; i++) {
      pcm.putShort((short) nextToRead++);
    }
    return length;
  }
}
