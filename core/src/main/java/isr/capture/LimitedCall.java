package isr.capture;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls into libraries that may never return, as when a sound server stands still. */
public final class LimitedCall {
  private static final long LOOK_MILLIS = 50;

  private LimitedCall() {}

  /** What is called. */
  @FunctionalInterface
  public interface Call<T> {
    /** Makes the call. */
    T make() throws IOException;
  }

  /**
   * Makes a call on a thread of its own, which is left behind when it does not return in time.
   *
   * @param thread name of the thread
   * @param tooLate takes what the call returns after it was left behind
   * @param closed ends the wait
   * @return null when it was closed meanwhile
   * @throws CaptureException when the call takes longer than the limit
   * @throws IOException what the call throws
   */
  public static <T> @Nullable T make(
      String thread, Call<T> call, Consumer<T> tooLate, Duration limit, CountDownLatch closed)
      throws IOException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread caller = new Thread(() -> answer(call, answer, tooLate), thread);
    caller.setDaemon(true);
    caller.start();
    for (long left = limit.toMillis(); left > 0; left -= LOOK_MILLIS) {
      try {
        return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (closed.getCount() == 0 && answer.cancel(false)) {
          return null;
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      }
    }
    if (answer.cancel(false)) {
      throw new CaptureException(
          "no answer within " + limit.toSeconds() + " s; does a sound server stand still?", true);
    }
    return answer.join();
  }

  private static <T> void answer(Call<T> call, CompletableFuture<T> answer, Consumer<T> tooLate) {
    try {
      T value = call.make();
      if (!answer.complete(value)) {
        tooLate.accept(value);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      answer.completeExceptionally(e);
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof LinkageError broken) {
      throw broken;
    }
    return cause instanceof IOException told ? told : new IOException(cause);
  }
}
