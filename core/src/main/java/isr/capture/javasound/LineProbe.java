package isr.capture.javasound;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.sound.sampled.TargetDataLine;

/**
 * Reads one sample of all channels on a thread of its own: a line that has failed answers at once
 * with nothing, one that is only frozen when it goes on, or when it is stopped.
 */
final class LineProbe {
  private final byte[] bytes;
  private final CompletableFuture<Integer> read = new CompletableFuture<>();

  private LineProbe(int frameBytes) {
    this.bytes = new byte[frameBytes];
  }

  /**
   * Begins to read; the line is read by nobody else until {@link #isDone}.
   *
   * @param frameBytes of one sample of all channels
   * @param thread runs what may wait for ever
   */
  static LineProbe start(TargetDataLine line, int frameBytes, Executor thread) {
    LineProbe probe = new LineProbe(frameBytes);
    thread.execute(() -> probe.readFrom(line));
    return probe;
  }

  private void readFrom(TargetDataLine line) {
    int count = 0;
    try {
      count = line.read(bytes, 0, bytes.length);
    } finally {
      read.complete(count);
    }
  }

  /** Whether the line has answered. */
  boolean isDone() {
    return read.isDone();
  }

  /** Bytes read, once it is done; 0 or less: the line has failed. */
  int byteCount() {
    return read.join();
  }

  /** What was read; the caller's. */
  byte[] bytes() {
    return bytes;
  }
}
