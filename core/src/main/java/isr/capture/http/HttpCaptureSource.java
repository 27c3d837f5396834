package isr.capture.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import isr.audio.MonotonicClock;
import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureSource;
import isr.capture.SourceSpec;
import isr.format.MediaFormats;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@link StreamSpec}s. All captures of one provider share a client and a {@link DrainTicker}.
 */
public final class HttpCaptureSource implements CaptureSource {
  private final FramerFactory framers;
  private final DrainTicker ticker;
  private final Backlog backlog = new Backlog();
  private final LenientUrls lenientUrls = new LenientUrls();
  private final Digests digests = new Digests();
  private final Turns turns = new Turns();

  @GuardedBy("this")
  private @Nullable HttpClient client;

  /** The provider that {@code ServiceLoader} makes; nothing is started before the first capture. */
  public HttpCaptureSource() {
    this(MediaFormats::framer, DrainTicker.PERIOD);
  }

  HttpCaptureSource(FramerFactory framers, Duration beat) {
    this.framers = framers;
    this.ticker = new DrainTicker(beat);
  }

  @Override
  public boolean opens(SourceSpec spec) {
    return spec instanceof StreamSpec;
  }

  @Override
  public Capture open(SourceSpec spec, CaptureContext context) {
    MonotonicClock clock = context.clock();
    Connector connector =
        new Connector(
            new JdkTransport(client(), ticker, backlog, clock),
            new LenientTransport(ticker, clock),
            lenientUrls,
            digests,
            userAgent());
    StreamSpec stream = (StreamSpec) spec;
    Route route = new Route(stream.url(), turns);
    return new HttpCapture(stream, context, connector, route, framers, ticker.period());
  }

  private synchronized HttpClient client() {
    HttpClient made = client == null ? JdkTransport.client() : client;
    client = made;
    return made;
  }

  private static String userAgent() {
    String version = HttpCaptureSource.class.getPackage().getImplementationVersion();
    return version == null ? "isr" : "isr/" + version;
  }
}
