package isr.alsa;

import isr.audio.MonotonicClock;
import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.capture.SoundcardSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A capture that runs on a thread of its own, as the recorder lets it. */
final class Recording implements AutoCloseable {
  private static final AlsaSource SOURCE = new AlsaSource();

  private final Capture capture;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Take take;

  private Recording(Capture capture, Take take) {
    this.capture = capture;
    this.take = take;
    Thread thread = new Thread(null, () -> run(take), "isr-test", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins. */
  static Recording of(SoundcardSpec spec, Take take) throws CaptureException {
    return of(spec, take, Duration.ofSeconds(20));
  }

  /** Begins. */
  static Recording of(SoundcardSpec spec, Take take, Duration stall) throws CaptureException {
    return new Recording(
        SOURCE.open(spec, new CaptureContext(spec.device(), MonotonicClock.system(), stall)), take);
  }

  private void run(CaptureSink sink) {
    try {
      capture.run(sink);
      end.complete(null);
    } catch (Throwable e) {
      end.completeExceptionally(e);
    }
  }

  /** Records so long from the first samples on, then stops; how long the stop took. */
  Duration runFor(Duration time) throws Exception {
    while (!take.awaitBatch(20)) {
      if (end.isDone()) {
        end.get();
      }
    }
    try {
      end.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return stop();
    }
    throw new AssertionError("ended by itself");
  }

  /** Stops it; how long that took. */
  Duration stop() throws Exception {
    long begun = System.nanoTime();
    capture.close();
    end.get(20, TimeUnit.SECONDS);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Why it ended by itself. */
  Throwable failure(Duration limit) throws Exception {
    try {
      end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("ended without a failure");
  }

  @Override
  public void close() {
    capture.close();
  }
}
