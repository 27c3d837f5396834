package isr.media;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The file that a {@link Muxer} writes: it grows at its end, and headers are patched in place. */
public interface MuxerOutput {
  /** Adds bytes at the end, position to limit, consumed. They may be held back until flushed. */
  void append(ByteBuffer bytes) throws IOException;

  /**
   * Overwrites bytes that were appended before. Everything appended so far reaches the file first,
   * so that a header is never ahead of its data.
   *
   * @param offset from the start of the file; {@code offset + bytes.remaining()} is at most {@link
   *     #length()}
   */
  void patch(long offset, ByteBuffer bytes) throws IOException;

  /** Bytes appended so far. */
  long length();
}
