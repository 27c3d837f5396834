package isr.capture.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Bytes of a body that were read together.
 *
 * @param buffers in the order of the stream; none is empty
 * @param arrivalNanos when the last of them was read
 * @param end how the body ended, when these are its last bytes
 */
record Batch(List<ByteBuffer> buffers, long arrivalNanos, Optional<End> end) {
  /** No bytes, and no end. */
  static final Batch NOTHING = new Batch(List.of(), 0, Optional.empty());

  /**
   * The end of a body.
   *
   * @param failure why it ended too early; empty when the server closed it
   */
  record End(Optional<Throwable> failure) {}

  /** Whether there are no bytes. */
  boolean isEmpty() {
    return buffers.isEmpty();
  }
}
