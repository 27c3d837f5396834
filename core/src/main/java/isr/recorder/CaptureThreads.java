package isr.recorder;

import isr.capture.Capture;
import isr.capture.CaptureSink;
import isr.recorder.Attempt.Outcome;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs a capture that blocks on a thread of its own, and tells the sink what it tells on another: a
 * disk that stands still holds up the second, never the first.
 *
 * <p>The sink belongs to the writing thread from {@link #start} until the end is told.
 */
final class CaptureThreads {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureThreads.class);

  /** A capture reads, a sink writes; neither recurses. */
  private static final long STACK_BYTES = 256 * 1024;

  private final String source;
  private final Capture capture;
  private final CaptureSink sink;
  private final BatchQueue queue = new BatchQueue();

  /** How the reading ended; written before the queue is finished. */
  private volatile Outcome readingEnded = Outcome.NORMAL;

  CaptureThreads(String source, Capture capture, CaptureSink sink) {
    this.source = source;
    this.capture = capture;
    this.sink = sink;
  }

  /**
   * Begins.
   *
   * @param end takes how it ended, once, as the last thing that is done
   */
  void start(Consumer<Outcome> end) {
    Thread writer = thread("isr-" + source + "-write", () -> write(end));
    Thread reader = thread("isr-" + source, this::read);
    queue.writer(writer);
    if (!begin(writer)) {
      end.accept(readingEnded);
    } else if (!begin(reader)) {
      queue.finish();
    }
  }

  private boolean begin(Thread thread) {
    try {
      thread.start();
      return true;
    } catch (OutOfMemoryError e) {
      readingEnded = Outcome.of(new IllegalStateException("the system allows no more threads", e));
      return false;
    }
  }

  private Thread thread(String name, Runnable work) {
    Runnable named =
        () -> {
          MDC.put(Recorder.LOG_SOURCE, source);
          work.run();
        };
    Thread thread = new Thread(null, named, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  private void read() {
    try (Capture opened = capture) {
      opened.run(queue);
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      readingEnded = failed(e);
    } finally {
      queue.finish();
    }
  }

  private void write(Consumer<Outcome> end) {
    Outcome failure = failureOfWriting();
    if (failure != null) {
      capture.close();
      queue.discard();
    }
    end.accept(failure == null ? readingEnded : failure);
  }

  private @Nullable Outcome failureOfWriting() {
    try {
      boolean more = true;
      while (more) {
        more = queue.take(sink);
      }
      return null;
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      return failed(e);
    }
  }

  private Outcome failed(Throwable failure) {
    LOG.debug("{}: failed", source, failure);
    return Outcome.of(failure);
  }
}
