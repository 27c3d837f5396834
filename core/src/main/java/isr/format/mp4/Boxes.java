package isr.format.mp4;

import isr.media.MalformedMediaException;
import java.nio.ByteBuffer;

/** The boxes in a box that is all there, one after the other. */
final class Boxes {
  /** Version and flags of a full box (ISO/IEC 14496-12, 4.2.2). */
  static final int FULL_BOX_BYTES = 4;

  private final byte[] bytes;
  private final long base;
  private final int end;
  private int at;
  private Box current;

  private Boxes(byte[] bytes, long base, int from, Box outer) {
    this.bytes = bytes;
    this.base = base;
    this.at = from;
    this.end = outer.dataEnd();
    this.current = outer;
  }

  /**
   * Before the first box.
   *
   * @param outer whose data lie in the array
   * @param base stream offset of the array's first byte
   */
  static Boxes in(byte[] bytes, long base, Box outer) {
    return new Boxes(bytes, base, outer.dataStart(), outer);
  }

  /** Goes to the next box; false after the last one. */
  boolean next() throws MalformedMediaException {
    if (at >= end) {
      return false;
    }
    Box box = Box.read(bytes, at, end);
    if (box == null || box.type() == 0 || !box.isAtMost(end - box.dataStart())) {
      throw new MalformedMediaException(base + at, "expected a box within its box");
    }
    current = box;
    at = box.dataEnd();
    return true;
  }

  boolean is(int type) {
    return current.is(type);
  }

  Box box() {
    return current;
  }

  /** The boxes in the current one. */
  Boxes children() {
    return in(bytes, base, current);
  }

  /** The boxes in the current one behind some fields. */
  Boxes childrenAfter(int fieldBytes) throws MalformedMediaException {
    require(fieldBytes);
    return new Boxes(bytes, base, current.dataStart() + fieldBytes, current);
  }

  /**
   * The data of the current box, big-endian, a view.
   *
   * @param least bytes that must be there
   */
  ByteBuffer data(int least) throws MalformedMediaException {
    require(least);
    return ByteBuffer.wrap(bytes).slice(current.dataStart(), (int) current.size());
  }

  /** Stream offset of the current box's data. */
  long offset() {
    return base + current.dataStart();
  }

  void require(long least) throws MalformedMediaException {
    if (current.size() < least) {
      throw malformed("expected " + least + " bytes or more, found " + current.size());
    }
  }

  MalformedMediaException malformed(String rule) {
    return new MalformedMediaException(offset(), "box " + current.shown() + ": " + rule);
  }
}
