package isr.alsa;

import isr.capture.CaptureException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where calls are made that may never return, such as opening the PCM of a sound server that stands
 * still: the capture waits for them, but not for ever. A call that hangs is left behind; when it
 * returns after all, what was opened is closed.
 *
 * <p>One thread, {@code isr-NAME-card}; its owner is the thread of the capture.
 */
final class CardThread {
  private static final long LOOK_MILLIS = 50;

  /** After this a stopping capture leaves a call behind. */
  private static final long RELEASE_MILLIS = 500;

  private final ExecutorService executor;

  /** What is to be closed at the end; touched on the card's thread only. */
  private @Nullable OpenedCard held;

  CardThread(String sourceName) {
    executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "isr-" + sourceName + "-card");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Opens a card; it is closed by {@link #release}. */
  @Nullable OpenedCard open(Callable<OpenedCard> opener, long limitNanos, CountDownLatch closed)
      throws IOException, InterruptedException {
    return call(
        () -> {
          OpenedCard opened = opener.call();
          held = opened;
          return opened;
        },
        limitNanos,
        closed);
  }

  /**
   * Makes a call and waits for it.
   *
   * @return what it returned; null when the capture was closed meanwhile
   * @throws CaptureException when it did not return in time
   */
  <T> @Nullable T call(Callable<T> call, long limitNanos, CountDownLatch closed)
      throws IOException, InterruptedException {
    Future<T> future = executor.submit(call);
    long begun = System.nanoTime();
    while (closed.getCount() > 0) {
      try {
        return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - begun > limitNanos) {
          throw new CaptureException("the sound server or the driver does not answer", true);
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      }
    }
    return null;
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof IOException e) {
      return e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new IOException(cause);
  }

  /**
   * Closes what is open, at once or as soon as a call that hangs returns. No other thread may be in
   * a call of it.
   *
   * @return whether that has been done
   */
  boolean release() {
    executor.execute(this::closeHeld);
    executor.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      return executor.awaitTermination(RELEASE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return executor.isTerminated();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closeHeld() {
    if (held != null) {
      held.pcm().close();
    }
  }

  /** Whether {@link #release} has been done after all. */
  boolean hasEnded() {
    return executor.isTerminated();
  }
}
