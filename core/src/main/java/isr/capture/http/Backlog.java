package isr.capture.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of all sources that were read and not yet taken, against a limit: when a disk stands still
 * the bytes of hundreds of sources are to wait in the kernel and with the servers, not in our heap.
 */
final class Backlog {
  /** Room for 16 sources at their own limit; below an eighth of the smallest heap in use. */
  static final long LIMIT = 16L * Inbox.LIMIT;

  private final AtomicLong bytes = new AtomicLong();

  void add(long count) {
    bytes.addAndGet(count);
  }

  /** Whether a source that already holds bytes may read more. */
  boolean hasRoom() {
    return bytes.get() < LIMIT;
  }
}
