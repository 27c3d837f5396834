package isr.capture.http;

/**
 * Foretells whether more bytes lie behind a delivery of {@code java.net.http}.
 *
 * <p>The client reads a plain connection into buffers of a fixed size, one after the other, and
 * delivers each read in slices of them. A slice that ends within a buffer is the last of its read:
 * the kernel is empty. One that ends with its buffer may be followed by more of the same read,
 * which the client holds until it is demanded. To demand it after every delivery would cost a
 * wake-up for the next chunk from the network; so this learns, when something was left over, at
 * which offsets of the body the buffers end.
 *
 * <p>Where that fails again and again (TLS, chunked coding, another client), there always may be
 * more: it costs a little, and loses nothing. Not safe for threads.
 */
final class SliceEdges {
  /** Without one right prediction in between. */
  private static final int MAX_MISTAKES = 4;

  private final int bufferBytes;
  private boolean known;
  private int mistakes;
  private long offset;
  private long edge;

  /** Nothing is known but how long the client's buffers are. */
  SliceEdges(int bufferBytes) {
    this.bufferBytes = bufferBytes;
  }

  /** The size of the buffers of this JVM's client. */
  static int clientBufferBytes() {
    return Math.max(1, Integer.getInteger("jdk.httpclient.bufsize", 16 << 10));
  }

  /**
   * Notes a delivery.
   *
   * @param leftOver whether it had been read together with the one before
   */
  void delivered(long byteCount, boolean leftOver) {
    if (leftOver) {
      edgeIsHere();
    }
    offset += byteCount;
    if (byteCount == bufferBytes) {
      edgeIsHere();
    }
  }

  private void edgeIsHere() {
    long found = offset % bufferBytes;
    mistakes = known && found != edge ? Math.min(mistakes + 1, MAX_MISTAKES) : 0;
    edge = found;
    known = true;
  }

  /** Whether more may lie behind what was delivered last. */
  boolean mayHideMore() {
    return !predictable() || (known && offset % bufferBytes == edge);
  }

  /** Whether predictions are made; else {@link #mayHideMore} is always true. */
  boolean predictable() {
    return mistakes < MAX_MISTAKES;
  }
}
