package isr.capture.http;

import isr.capture.CaptureContext;
import isr.capture.CaptureSink;
import isr.capture.SteppedCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a live stream, from the request to its end; where playlists are on the way, one
 * connection after another.
 */
final class HttpCapture implements SteppedCapture {
  private final StreamSpec spec;
  private final CaptureContext context;
  private final Connector connector;
  private final Route route;
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
   * @param route from the stream's URL
   * @param beat how often the kernel is asked; a silence shorter than two beats is none
   */
  HttpCapture(
      StreamSpec spec,
      CaptureContext context,
      Connector connector,
      Route route,
      FramerFactory framers,
      Duration beat) {
    this.spec = spec;
    this.context = context;
    this.connector = connector;
    this.route = route;
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
      OptionalLong wait = advance(sink);
      goesOn = wait.isPresent();
      return wait;
    } finally {
      if (!goesOn) {
        leave();
      }
    }
  }

  private OptionalLong advance(CaptureSink sink) throws IOException {
    Reception current = reception;
    if (current == null) {
      return connect(sink);
    }
    OptionalLong wait = current.step(closed);
    if (wait.isPresent() || closed) {
      return wait;
    }
    if (!current.isPlaylist()) {
      current.requireAudio();
      return wait;
    }
    drop();
    return connect(sink);
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
              route.url().toString(),
              () -> connector.connect(spec, route, stall),
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
    ResponseHead head = response.head();
    StreamPump pump = new StreamPump(sink, framers, spec.format(), head);
    BodyStart reader = new BodyStart(head, sink, pump, route);
    Reception begun = new Reception(head.url(), response.body(), reader, stall, context.clock());
    response.body().start(wake);
    reception = begun;
    return advance(sink);
  }

  /** Drops the connection, whatever came of it. */
  private void leave() {
    if (!closed && (reception == null || !reception.hasHeardAudio())) {
      route.failed();
    }
    drop();
  }

  private void drop() {
    if (body != null) {
      body.cancel();
    } else if (connecting != null) {
      connecting.abandon();
    }
    body = null;
    connecting = null;
    reception = null;
  }

  @Override
  public void close() {
    closed = true;
    wake.run();
  }
}
