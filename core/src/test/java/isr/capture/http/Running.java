package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.MonotonicClock;
import isr.capture.Capture;
import isr.capture.CaptureContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A capture that runs on a thread of its own, as a recorder lets it. */
final class Running implements AutoCloseable {
  static final Duration BEAT = Duration.ofMillis(20);

  final RecordingSink sink;
  final Thread thread;
  private final Capture capture;
  private final CompletableFuture<Void> outcome = new CompletableFuture<>();

  private Running(Capture capture, RecordingSink sink) {
    this.capture = capture;
    this.sink = sink;
    this.thread = new Thread(this::run, "isr-test");
    thread.setDaemon(true);
    thread.start();
  }

  /** A provider that beats fast and frames nothing. */
  static HttpCaptureSource source() {
    return new HttpCaptureSource((format, sink, contentType) -> new PassingFramer(sink), BEAT);
  }

  static Running start(String url) {
    return start(source(), StreamSpec.of(url), Duration.ofSeconds(20));
  }

  static Running start(HttpCaptureSource source, StreamSpec spec, Duration stall) {
    return start(source, spec, stall, new RecordingSink());
  }

  static Running start(
      HttpCaptureSource source, StreamSpec spec, Duration stall, RecordingSink sink) {
    CaptureContext context = new CaptureContext("test", MonotonicClock.system(), stall);
    return new Running(source.open(spec, context), sink);
  }

  private void run() {
    try {
      capture.run(sink);
      outcome.complete(null);
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  /** Waits for the normal end. */
  void awaitEnd() throws Exception {
    outcome.get(20, TimeUnit.SECONDS);
  }

  /** Waits for the failure that ends it. */
  Throwable awaitFailure() throws Exception {
    try {
      outcome.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("ended without a failure");
  }

  void requestClose() {
    capture.close();
  }

  /** Closes and waits for the end, which is to come within a second. */
  void closeAndAwaitEnd() throws Exception {
    long start = System.nanoTime();
    capture.close();
    awaitEnd();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Override
  public void close() {
    capture.close();
  }
}
