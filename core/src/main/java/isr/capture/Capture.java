package isr.capture;

import java.io.Closeable;
import java.io.IOException;

/** One attempt at recording a source: from connecting to the end or the first failure. */
public interface Capture extends Closeable {
  /**
   * Connects, and tells the sink what arrives until the source ends. Called once, on a thread of
   * the source's own, which is also the sink's.
   *
   * <p>Whatever was received before a failure has been told to the sink when this throws.
   *
   * @throws IOException when the source fails; {@link CaptureException} tells whether a retry makes
   *     sense, any other does not say
   * @throws InterruptedException when the thread was interrupted
   */
  void run(CaptureSink sink) throws IOException, InterruptedException;

  /**
   * Makes {@link #run} return soon (within a second), from any thread; what has been received by
   * then is still told. Idempotent.
   */
  @Override
  void close();
}
