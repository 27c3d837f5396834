package isr.capture.http;

import isr.media.Framer;
import isr.media.FramerSink;
import java.io.IOException;
import java.util.Optional;

/** Makes the framer of a stream. */
@FunctionalInterface
interface FramerFactory {
  /**
   * A framer for a stream from its first byte on.
   *
   * @param format {@code auto} or the name of a format
   * @param contentType what the server says that it sends
   * @throws IOException when there is no such format
   */
  Framer framer(String format, FramerSink sink, Optional<String> contentType) throws IOException;
}
