package isr.capture.http;

import isr.audio.MonotonicClock;
import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection to a live stream; runs on the source's thread, parked between two batches. */
final class HttpCapture implements Capture {
  /** On closing, what the kernel holds is there after so long at the latest. */
  private static final long ANSWER_NANOS = 150_000_000;

  /** On closing, no more is expected after so long without a byte. */
  private static final long QUIET_NANOS = 40_000_000;

  /** On closing, a server that never rests is left after so long. */
  private static final long CLOSE_NANOS = 500_000_000;

  private final StreamSpec spec;
  private final CaptureContext context;
  private final Connector connector;
  private final FramerFactory framers;
  private final MonotonicClock clock;
  private final Duration stall;
  private final Connecting connecting = new Connecting();
  private volatile boolean closed;
  private volatile @Nullable LiveBody body;

  /**
   * A capture that is not connected.
   *
   * @param beat how often the kernel is asked; a silence shorter than two beats is none
   */
  HttpCapture(
      StreamSpec spec,
      CaptureContext context,
      Connector connector,
      FramerFactory framers,
      Duration beat) {
    this.spec = spec;
    this.context = context;
    this.connector = connector;
    this.framers = framers;
    this.clock = context.clock();
    Duration least = beat.multipliedBy(2);
    this.stall = context.stall().compareTo(least) < 0 ? least : context.stall();
  }

  @Override
  public void run(CaptureSink sink) throws IOException, InterruptedException {
    Optional<Response> response =
        connecting.await(
            "isr-" + context.sourceName(),
            () -> connector.connect(spec, stall),
            stall.multipliedBy(2));
    if (response.isPresent()) {
      record(response.get(), sink);
    }
  }

  private void record(Response response, CaptureSink sink)
      throws IOException, InterruptedException {
    LiveBody source = response.body();
    body = source;
    try {
      sink.connected(response.head().describe());
      StreamPump pump = new StreamPump(sink, framers, spec.format(), response.head());
      source.start();
      record(source, pump);
    } finally {
      source.cancel();
    }
  }

  private void record(LiveBody source, StreamPump pump) throws IOException, InterruptedException {
    long heardNanos = clock.nanos();
    long arrivalNanos = heardNanos;
    while (true) {
      if (closed) {
        arrivalNanos = drain(source, pump, arrivalNanos);
        pump.end(arrivalNanos);
        return;
      }
      Batch batch = source.await(heardNanos + stall.toNanos() - clock.nanos());
      if (!batch.isEmpty()) {
        arrivalNanos = batch.arrivalNanos();
        long before = pump.packets();
        pump.accept(batch);
        heardNanos = pump.packets() > before ? clock.nanos() : heardNanos;
      }
      if (batch.end().isPresent()) {
        pump.end(arrivalNanos);
        leave(batch.end().get());
        return;
      }
      if (!closed && clock.nanos() - heardNanos >= stall.toNanos()) {
        pump.end(arrivalNanos);
        boolean silent = clock.nanos() - arrivalNanos >= stall.toNanos() / 2;
        throw new CaptureException(
            spec.description()
                + (silent ? " sent nothing for " : " sends data, but no audio for ")
                + Shown.seconds(stall),
            true);
      }
    }
  }

  private void leave(Batch.End end) throws CaptureException {
    if (end.failure().isPresent() && !closed) {
      throw Failures.broken(spec.url(), end.failure().get());
    }
  }

  /** Tells what was received until here; returns when the last of it arrived. */
  private long drain(LiveBody source, StreamPump pump, long arrivalNanos)
      throws IOException, InterruptedException {
    source.finish();
    long start = System.nanoTime();
    long until = start + ANSWER_NANOS;
    long arrival = arrivalNanos;
    while (System.nanoTime() - until < 0) {
      Batch batch = source.await(until - System.nanoTime());
      if (!batch.isEmpty()) {
        arrival = batch.arrivalNanos();
        pump.accept(batch);
        until = Math.max(until, System.nanoTime() + QUIET_NANOS);
        until = Math.min(until, start + CLOSE_NANOS);
      }
      if (batch.end().isPresent()) {
        break;
      }
    }
    return arrival;
  }

  @Override
  public void close() {
    closed = true;
    connecting.stop();
    LiveBody source = body;
    if (source != null) {
      source.finish();
    }
  }
}
