package isr.format;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A copy of the last bytes of a stream, from a known offset on. */
final class Tail {
  private static final int MAX_IDLE_BYTES = 32 * 1024;

  private byte[] bytes = new byte[0];
  private int count;
  private long start;

  /** Stream offset of the first byte kept. */
  long start() {
    return start;
  }

  /** Stream offset after the last byte kept. */
  long end() {
    return start + count;
  }

  int count() {
    return count;
  }

  /** Adds what lies between position and limit, which is not moved. */
  void add(ByteBuffer added) {
    int grown = count + added.remaining();
    if (grown > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(1024, grown));
    }
    added.duplicate().get(bytes, count, added.remaining());
    count = grown;
  }

  /**
   * Keeps only what lies after an offset, of what is kept and of the bytes that come next. Where
   * bytes in between were not kept, the tail begins with those that come next.
   *
   * @param offset in the stream, not after the end of the bytes
   * @param next position to limit, which are not moved
   * @param nextOffset offset of their first byte
   */
  void keepAfter(long offset, ByteBuffer next, long nextOffset) {
    if (offset >= nextOffset || end() != nextOffset) {
      int passed = (int) Math.max(0, offset - nextOffset);
      restart(nextOffset + passed);
      add(next.slice(next.position() + passed, next.remaining() - passed));
    } else {
      dropBefore(offset);
      add(next);
    }
  }

  /** Keeps only what lies after an offset. */
  void dropBefore(long offset) {
    int dropped = (int) Math.max(0, Math.min(count, offset - start));
    System.arraycopy(bytes, dropped, bytes, 0, count - dropped);
    count -= dropped;
    start += dropped;
  }

  private void restart(long offset) {
    start = offset;
    count = 0;
    if (bytes.length > MAX_IDLE_BYTES) {
      bytes = new byte[0];
    }
  }

  /** What is kept, up to a stream offset. */
  ByteBuffer upTo(long offset) {
    return ByteBuffer.wrap(bytes, 0, (int) Math.max(0, Math.min(count, offset - start)));
  }
}
