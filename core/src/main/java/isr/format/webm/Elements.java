package isr.format.webm;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import isr.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The children of a master element that is all there, one after the other. */
final class Elements {
  private static final int MAX_NUMBER_BYTES = 8;

  private final byte[] bytes;
  private final long base;
  private final int end;
  private int at;
  private Element current;

  /**
   * Before the first child.
   *
   * @param master whose data lie in the array
   * @param base stream offset of the array's first byte, for messages
   */
  Elements(byte[] bytes, long base, Element master) {
    this.bytes = bytes;
    this.base = base;
    this.at = master.dataStart();
    this.end = master.dataEnd();
    this.current = master;
  }

  /** Goes to the next child; false after the last one. */
  boolean next() throws MalformedMediaException {
    if (at == end) {
      return false;
    }
    Element child = Element.read(bytes, at, end);
    if (child == null
        || child.none()
        || !child.sizeKnown()
        || child.size() > end - child.dataStart()) {
      throw new MalformedMediaException(base + at, "expected an element within its master element");
    }
    current = child;
    at = child.dataEnd();
    return true;
  }

  int id() {
    return current.id();
  }

  /** The child's own children. */
  Elements children() {
    return new Elements(bytes, base, current);
  }

  /** The child as a whole. */
  Element element() {
    return current;
  }

  /** An unsigned integer (RFC 8794, section 7.2); what is more than 63 bits is the largest. */
  long number() throws MalformedMediaException {
    numberLength();
    return Vint.unsigned(bytes, current);
  }

  /** A signed integer (RFC 8794, section 7.1). */
  long signed() throws MalformedMediaException {
    int length = numberLength();
    int unused = Long.SIZE - 8 * length;
    return length == 0
        ? 0
        : Vint.withMarker(bytes, current.dataStart(), length) << unused >> unused;
  }

  /** A float of 4 or 8 bytes (RFC 8794, section 7.3); none is 0. */
  double real() throws MalformedMediaException {
    int length = numberLength();
    long raw = Vint.withMarker(bytes, current.dataStart(), length);
    return switch (length) {
      case 0 -> 0;
      case 4 -> Float.intBitsToFloat((int) raw);
      case 8 -> Double.longBitsToDouble(raw);
      default -> throw malformed("a float of 0, 4 or 8 bytes", length);
    };
  }

  /** A string (RFC 8794, section 7.4), which ends at a zero byte if there is one. */
  String text() {
    String all =
        new String(bytes, current.dataStart(), (int) current.size(), StandardCharsets.ISO_8859_1);
    int zero = all.indexOf(0);
    return zero < 0 ? all : all.substring(0, zero);
  }

  /** The data, a view. */
  ByteBuffer data() {
    return ByteBuffer.wrap(bytes).slice(current.dataStart(), (int) current.size());
  }

  /** Stream offset of the data. */
  long offset() {
    return base + current.dataStart();
  }

  @CanIgnoreReturnValue
  private int numberLength() throws MalformedMediaException {
    if (current.size() > MAX_NUMBER_BYTES) {
      throw malformed("a number of at most 8 bytes", current.size());
    }
    return (int) current.size();
  }

  private MalformedMediaException malformed(String expected, long found) {
    return new MalformedMediaException(offset(), "expected " + expected + ", found " + found);
  }

  /** The first child of that id, as a whole; null when there is none. */
  @Nullable Element find(int id) throws MalformedMediaException {
    while (next()) {
      if (id() == id) {
        return current;
      }
    }
    return null;
  }
}
