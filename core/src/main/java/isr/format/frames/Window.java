package isr.format.frames;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The part of a stream that a framer still needs, in an array that packets point into.
 *
 * <p>Bytes that were handed out are never overwritten before {@link #release}: where there is no
 * room behind them, what is still needed moves to a new array and the old one is left to the
 * packets. Between two batches only an array of the size of what is needed is kept; the larger one
 * goes to whichever stream has its batch next, so that hundreds of streams share a few.
 */
final class Window {
  /** The least that is kept between two batches: a few frames. */
  private static final int REST_BYTES = 2 * 1024;

  /** The length of shared arrays: a second of a stream at 256 kbit/s. */
  private static final int SHARED_BYTES = 32 * 1024;

  /** So many shared arrays wait for their next use; one is in use for each thread that frames. */
  private static final int MAX_SHARED = 8;

  private static final ConcurrentLinkedDeque<byte[]> SHARED = new ConcurrentLinkedDeque<>();

  private byte[] array = new byte[0];

  /** Holds what is needed between two batches. */
  private byte[] rest = new byte[0];

  private ByteBuffer view = ByteBuffer.wrap(array);
  private int start;
  private int end;

  /** Stream offset of the array's first byte. */
  private long base;

  byte[] array() {
    return array;
  }

  /** Index of the first byte that is needed. */
  int start() {
    return start;
  }

  /** Index after the last byte that came. */
  int end() {
    return end;
  }

  /** Stream offset of an index. */
  long offset(int index) {
    return base + index;
  }

  /** Index of a stream offset that lies in the window. */
  int index(long offset) {
    return (int) (offset - base);
  }

  void append(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (array.length - end < count) {
      move(room(end - start + count));
    }
    bytes.get(array, end, count);
    end += count;
  }

  /** An array with room for so many bytes, and for some more that may come in the same batch. */
  private static byte[] room(int needed) {
    if (needed > SHARED_BYTES) {
      return new byte[Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, needed + (long) needed / 2))];
    }
    byte[] shared = SHARED.poll();
    return shared == null ? new byte[SHARED_BYTES] : shared;
  }

  /** A view of bytes in the window. */
  ByteBuffer slice(int from, int count) {
    return view.slice(from, count);
  }

  /** What lies before the index is no longer needed, save by packets. */
  void consumeTo(int index) {
    start = index;
  }

  /** Nobody uses what was handed out: its room is free. */
  void release() {
    int live = end - start;
    if (array.length > 2 * Math.max(live, REST_BYTES)) {
      byte[] used = array;
      move(rest(live));
      giveBack(used);
    } else if (start > 0) {
      System.arraycopy(array, start, array, 0, live);
      moved(live);
    }
  }

  /** The array of the last time where it is long enough: it has grown old, a new one is garbage. */
  private byte[] rest(int live) {
    if (rest.length < live || rest == array) {
      rest = new byte[Math.max(live, REST_BYTES)];
    }
    return rest;
  }

  private static void giveBack(byte[] used) {
    if (used.length == SHARED_BYTES && SHARED.size() < MAX_SHARED) {
      SHARED.push(used);
    }
  }

  private void move(byte[] next) {
    int live = end - start;
    System.arraycopy(array, start, next, 0, live);
    array = next;
    view = ByteBuffer.wrap(next);
    moved(live);
  }

  private void moved(int live) {
    base += start;
    start = 0;
    end = live;
  }
}
