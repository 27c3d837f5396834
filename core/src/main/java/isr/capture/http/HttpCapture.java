package isr.capture.http;

import isr.capture.CaptureContext;
import isr.capture.CaptureSink;
import isr.capture.SteppedCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One connection to a live stream, from the request to its end. */
final class HttpCapture implements SteppedCapture {
  private final StreamSpec spec;
  private final CaptureContext context;
  private final Connector connector;
  private final FramerFactory framers;
  private final Duration stall;
  private volatile Runnable wake = () -> {};
  private volatile boolean closed;
  private @Nullable Connecting connecting;
  private @Nullable LiveBody body;
  private @Nullable Reception reception;

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
    Duration least = beat.multipliedBy(2);
    this.stall = context.stall().compareTo(least) < 0 ? least : context.stall();
  }

  @Override
  public void begin(Runnable wakeUp) {
    wake = wakeUp;
  }

  @Override
  public OptionalLong step(CaptureSink sink) throws IOException {
    boolean goesOn = false;
    try {
      Reception current = reception;
      OptionalLong wait = current != null ? current.step(closed) : connect(sink);
      goesOn = wait.isPresent();
      return wait;
    } finally {
      if (!goesOn) {
        leave();
      }
    }
  }

  private OptionalLong connect(CaptureSink sink) throws IOException {
    if (closed) {
      return OptionalLong.empty();
    }
    Connecting current = connecting;
    if (current == null) {
      current =
          new Connecting(
              "isr-" + context.sourceName() + "-connect",
              () -> connector.connect(spec, stall),
              stall.multipliedBy(2),
              wake);
      connecting = current;
    }
    Optional<Response> response = current.poll();
    if (response.isEmpty()) {
      return OptionalLong.of(Math.max(0, current.leftNanos()));
    }
    return receive(response.get(), sink);
  }

  private OptionalLong receive(Response response, CaptureSink sink) throws IOException {
    body = response.body();
    connecting = null;
    sink.connected(response.head().describe());
    StreamPump pump = new StreamPump(sink, framers, spec.format(), response.head());
    Reception begun = new Reception(spec, response.body(), pump, stall, context.clock());
    response.body().start(wake);
    reception = begun;
    return begun.step(closed);
  }

  /** Drops the connection, whatever came of it. */
  private void leave() {
    if (body != null) {
      body.cancel();
    } else if (connecting != null) {
      connecting.abandon();
    }
  }

  @Override
  public void close() {
    closed = true;
    wake.run();
  }
}
