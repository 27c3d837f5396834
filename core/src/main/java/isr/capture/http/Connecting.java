package isr.capture.http;

import isr.capture.CaptureException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connects on a thread of its own, which lives as long as that takes: a name lookup can be neither
 * interrupted nor given a time, so the one who waits must be able to leave it alone.
 */
final class Connecting {
  private final CompletableFuture<Optional<Response>> result = new CompletableFuture<>();

  /**
   * Waits for the connection; empty when it was stopped.
   *
   * @param connect blocks, and can be interrupted for the most part
   * @param limit for all of it
   */
  Optional<Response> await(String name, Callable<Response> connect, Duration limit)
      throws IOException, InterruptedException {
    Thread thread = new Thread(null, () -> run(connect), name + "-connect");
    thread.setDaemon(true);
    thread.start();
    try {
      return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon();
      throw new CaptureException("no connection within " + Shown.seconds(limit), true);
    } catch (InterruptedException e) {
      abandon();
      throw e;
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    } finally {
      thread.interrupt();
    }
  }

  /** Lets {@link #await} return at once. From any thread. */
  void stop() {
    result.complete(Optional.empty());
  }

  private void run(Callable<Response> connect) {
    try {
      Response response = connect.call();
      if (!result.complete(Optional.of(response))) {
        response.body().cancel();
      }
    } catch (Exception | Error e) {
      result.completeExceptionally(e);
    }
  }

  private void abandon() {
    if (!result.complete(Optional.empty()) && !result.isCompletedExceptionally()) {
      result.join().ifPresent(response -> response.body().cancel());
    }
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof IOException failure) {
      return failure;
    }
    return new CaptureException("connecting failed: " + Shown.clean(cause.toString(), 200), true);
  }
}
