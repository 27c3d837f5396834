package isr.format.timed;

import isr.media.FramerSink;
import isr.media.Skip;
import java.io.IOException;

/** Bytes of other tracks, which are told in sum. */
public final class LeftOut {
  /** They are told in parts of about this size. */
  private static final int MAX_UNTOLD_BYTES = 1 << 20;

  private final FramerSink sink;
  private long offset;
  private long byteCount;

  /**
   * Nothing is left out yet.
   *
   * @param sink is told
   */
  public LeftOut(FramerSink sink) {
    this.sink = sink;
  }

  /** Some more. */
  public void add(long from, long count) throws IOException {
    if (byteCount == 0) {
      offset = from;
    }
    byteCount += count;
    if (byteCount >= MAX_UNTOLD_BYTES) {
      tell();
    }
  }

  /** Tells what has not been told. */
  public void tell() throws IOException {
    if (byteCount > 0) {
      sink.skipped(new Skip(offset, byteCount, Skip.Kind.TAG, 0, "other tracks"));
      byteCount = 0;
    }
  }
}
