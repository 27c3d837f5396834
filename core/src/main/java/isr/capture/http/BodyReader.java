package isr.capture.http;

import java.io.IOException;

/** What is made of the bytes of a body; one thread at a time. */
interface BodyReader {
  /** Takes bytes that were read together. */
  void accept(Batch batch) throws IOException;

  /** The body has ended, or nothing more of it is waited for. */
  void end(long arrivalNanos) throws IOException;

  /** How many packets of audio it has brought. */
  long packets();

  /** Whether the body is a playlist, which is complete when the server falls silent. */
  boolean isPlaylist();
}
