package isr.format.frames;

import java.nio.ByteBuffer;

/**
 * The part of a stream that a framer still needs, in an array that packets point into.
 *
 * <p>Bytes that were handed out are never overwritten before {@link #release}: where there is no
 * room behind them, what is still needed moves to a new array and the old one is left to the
 * packets.
 */
final class Window {
  private static final int FIRST_BYTES = 4 * 1024;

  /** A larger array, grown in a burst, is given back when little is in it. */
  private static final int MAX_KEPT_BYTES = 32 * 1024;

  private byte[] array = new byte[0];
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
      move(Math.max(FIRST_BYTES, Math.max(end - start + count, growth(end - start + count))));
    }
    bytes.get(array, end, count);
    end += count;
  }

  /** Room for a little more than now, so that pushes of one size do not copy each time. */
  private static int growth(int needed) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, needed + (long) needed / 2));
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
    if (array.length > MAX_KEPT_BYTES && live <= MAX_KEPT_BYTES / 2) {
      move(Math.max(FIRST_BYTES, 2 * live));
    } else if (start > 0) {
      System.arraycopy(array, start, array, 0, live);
      moved(live);
    }
  }

  private void move(int capacity) {
    byte[] next = new byte[capacity];
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
