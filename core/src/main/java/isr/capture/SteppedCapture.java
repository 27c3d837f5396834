package isr.capture;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A capture that needs no thread while it waits, such as one of hundreds of connections: it is
 * asked to take a step when it has called for that, or when the time that it named is over.
 *
 * <p>Steps are taken one after the other, but not all on the same thread.
 */
public interface SteppedCapture extends Capture {
  /**
   * Called once, before the first step.
   *
   * @param wake to be called, from any thread, when there is something to do; returns at once
   */
  void begin(Runnable wake);

  /**
   * Tells the sink what has arrived, and waits for nothing. An extra call does no harm. After
   * {@link #close} the steps go on until one is the last, within a second. The last one, be it that
   * it throws, leaves nothing open.
   *
   * @return after how many nanoseconds to be called again at the latest; empty when the source has
   *     ended
   * @throws IOException as {@link #run} does
   */
  OptionalLong step(CaptureSink sink) throws IOException;

  /** Takes the steps on the caller's thread, which is parked in between. */
  @Override
  default void run(CaptureSink sink) throws IOException, InterruptedException {
    Thread self = Thread.currentThread();
    begin(() -> LockSupport.unpark(self));
    boolean interrupted = false;
    OptionalLong wait = step(sink);
    while (wait.isPresent()) {
      LockSupport.parkNanos(this, wait.getAsLong());
      if (Thread.interrupted()) {
        interrupted = true;
        close();
      }
      wait = step(sink);
    }
    if (interrupted) {
      throw new InterruptedException();
    }
  }
}
