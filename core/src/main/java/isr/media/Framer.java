package isr.media;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes packets of a byte stream that may begin, break and be damaged anywhere.
 *
 * <p>A framer never stops at damage: it looks for the next unit, tells what it skipped, and goes
 * on. It throws only what its sink throws, {@link UnsupportedMediaException}, where a stream does
 * not begin with audio {@link MalformedMediaException}, and {@link MediaLimitException}; after that
 * it is spent. Its memory is bounded by one unit plus what was pushed since the last {@link
 * #release()}.
 */
public interface Framer {
  /**
   * Takes the next bytes of the stream, all of them; packets that they complete go to the sink
   * before this returns. A frame whose format has no checksum is held until the next frame's header
   * has proved it.
   *
   * @param bytes position to limit, consumed; the caller may reuse the buffer afterwards
   */
  void push(ByteBuffer bytes) throws IOException;

  /**
   * The stream has ended: gives what was held and is whole, tells an incomplete rest as skipped.
   */
  void end() throws IOException;

  /** The payloads handed out so far are no longer used: their memory may be used again. */
  void release();
}
