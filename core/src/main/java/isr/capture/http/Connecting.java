package isr.capture.http;

import isr.capture.CaptureException;
import isr.media.ShownText;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A connection that is being made, on a thread of its own that lives as long as that takes: a name
 * lookup can be neither interrupted nor given a time, so the one who waits must be able to leave it
 * alone.
 */
final class Connecting {
  private static final long STACK_BYTES = 256 * 1024;

  private final CompletableFuture<Response> result = new CompletableFuture<>();
  private final Thread thread;
  private final String description;
  private final Duration limit;
  private final long startNanos = System.nanoTime();

  /**
   * Begins.
   *
   * @param description of what is connected to, for messages
   * @param connect blocks, and can be interrupted for the most part
   * @param limit for all of it
   * @param wake called when it has been done or has failed
   */
  Connecting(
      String name, String description, Callable<Response> connect, Duration limit, Runnable wake) {
    this.description = description;
    this.limit = limit;
    this.thread = new Thread(null, () -> run(connect, wake), name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Callable<Response> connect, Runnable wake) {
    try {
      Response response = connect.call();
      if (!result.complete(response)) {
        response.body().cancel();
      }
    } catch (Exception | Error e) {
      result.completeExceptionally(e);
    }
    wake.run();
  }

  /**
   * The connection; empty while there is none yet.
   *
   * @throws IOException when it could not be made, or not in time
   */
  Optional<Response> poll() throws IOException {
    if (!result.isDone() && leftNanos() <= 0) {
      abandon();
      throw new CaptureException(
          description + ": no connection within " + Shown.seconds(limit), true);
    }
    try {
      return Optional.ofNullable(result.getNow(null));
    } catch (CompletionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  /** How much is left of the time for connecting. */
  long leftNanos() {
    return limit.toNanos() - (System.nanoTime() - startNanos);
  }

  /** Drops the connection, or lets whoever makes it do so. */
  void abandon() {
    result.cancel(false);
    thread.interrupt();
    if (!result.isCompletedExceptionally()) {
      result.join().body().cancel();
    }
  }

  private IOException failure(Throwable cause) {
    if (cause instanceof IOException failure) {
      return failure;
    }
    return new CaptureException(
        description + ": connecting failed: " + ShownText.clean(cause.toString(), 200), true);
  }
}
