package isr.web;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import isr.codec.Ffmpeg;
import isr.config.WebSettings;
import isr.library.DeletedFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/** The web interface of some output directories, from {@link #start} to {@link #close}. */
public final class WebServer implements AutoCloseable {
  private static final int IO_THREADS = 2;
  private static final int WORKERS = 8;

  /** A cut is sent by a thread of its own, which may have to wait for a slow client. */
  private static final int CUTS = 8;

  private static final int PLANS = 2;

  /** Waveforms that are sent to other programs. */
  private static final int EXPORTS = 4;

  private static final int MAX_CONNECTIONS = 512;
  private static final int MAX_REQUESTS_OF_A_CLIENT = 128;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_HEADERS = 60;
  private static final int MAX_PARAMETERS = 20;
  private static final long MAX_BODY_BYTES = 64 * 1024;
  private static final int PARSE_TIMEOUT_MILLIS = 10_000;
  private static final int IDLE_TIMEOUT_MILLIS = 60_000;

  /** A player that is paused reads nothing for long; it asks again for the rest. */
  private static final int STALLED_TIMEOUT_MILLIS = 300_000;

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private final Undertow undertow;
  private final LiveSocket live;
  private final Runnable stopWork;
  private final WebSettings settings;

  private WebServer(WebSettings settings, Undertow undertow, LiveSocket live, Runnable stopWork) {
    this.settings = settings;
    this.undertow = undertow;
    this.live = live;
    this.stopWork = stopWork;
  }

  /**
   * Listens, and answers until it is closed.
   *
   * @param roots what is shown; more may be added later
   * @param status how the sources are doing
   * @param zone that days are meant in
   * @throws IOException when the address is taken, or the certificate can not be used
   */
  public static WebServer start(
      WebSettings settings, Roots roots, LiveStatus status, InstantSource clock, ZoneId zone)
      throws IOException {
    LiveSocket live = new LiveSocket(() -> statusOf(settings, roots, status, clock, zone));
    LongWork planning = new LongWork("isr-web-plan", PLANS, 8 * PLANS);
    LongWork cutting = new LongWork("isr-web-cut", CUTS, CUTS);
    CutHandler cuts = new CutHandler(roots, zone, planning, cutting);
    AnalysisJobs analyses = new AnalysisJobs();
    LongWork exports = new LongWork("isr-web-waveform", EXPORTS, EXPORTS);
    Mp4Heads heads = new Mp4Heads();
    WaveformHandler waveforms =
        new WaveformHandler(
            settings.threshold(), Ffmpeg.on(System.getenv("PATH")), zone, clock, analyses, exports);
    RecordingsHandler recordings = new RecordingsHandler(roots, clock, zone);
    Router router = router(settings, roots, clock, zone, live, recordings, cuts, waveforms, heads);
    router.get(
        "/api/status",
        exchange -> Answers.json(exchange, statusOf(settings, roots, status, clock, zone)));
    Undertow.Builder builder = limits(Undertow.builder()).setHandler(guarded(settings, router));
    try {
      Undertow undertow = listener(builder, settings).build();
      undertow.start();
      warmUp(recordings);
      Runnable stopWork =
          () -> {
            planning.close();
            cutting.close();
            exports.close();
            analyses.close();
            heads.close();
          };
      WebServer server = new WebServer(settings, undertow, live, stopWork);
      LOG.info("web: {}", server.url());
      return server;
    } catch (RuntimeException e) {
      live.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "web: can not listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + cause.getMessage(),
          e);
    } catch (IOException e) {
      live.close();
      throw e;
    }
  }

  private static void warmUp(RecordingsHandler recordings) {
    Thread thread = new Thread(recordings::warmUp, "isr-web-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static LiveStatus.Status statusOf(
      WebSettings settings, Roots roots, LiveStatus status, InstantSource clock, ZoneId zone) {
    return new LiveStatus.Status(
        "status",
        clock.instant().toString(),
        zone.getId(),
        settings.readOnly(),
        settings.threshold(),
        status.sources(roots.all()));
  }

  /** Who tells more of a recording attaches at {@code parts}. */
  private static Router router(
      WebSettings settings,
      Roots roots,
      InstantSource clock,
      ZoneId zone,
      LiveSocket live,
      RecordingsHandler recordings,
      CutHandler cuts,
      WaveformHandler waveforms,
      Mp4Heads heads) {
    Map<String, Router.Part> parts = new HashMap<>(cuts.parts());
    parts.putAll(waveforms.parts());
    TimelineHandler timeline = new TimelineHandler(roots, clock, zone);
    PageHandler page = new PageHandler();
    return new Router()
        .get("/", page)
        .below("/page/", page)
        .get("/api/recordings", recordings)
        .parts("/api/recordings/", roots, parts)
        .below("/api/sources/", cuts.ofSources())
        .get("/api/timeline", timeline.timeline())
        .get("/api/titles", timeline.titles())
        .get("/api/live", live)
        .below("/stream/", new FileHandler(roots, false, heads))
        .below("/download/", new FileHandler(roots, true, heads))
        .delete(
            "/api/files/",
            new DeleteHandler(roots, settings.readOnly(), new DeletedFiles(clock, zone)));
  }

  /** From the outside in: headers, errors, limits on an I/O thread; then the worker's. */
  private static HttpHandler guarded(WebSettings settings, HttpHandler router) {
    HttpHandler sameSite = new CrossSite(router);
    HttpHandler known =
        settings
            .login()
            .<HttpHandler>map(login -> new LoginCheck(login, sameSite))
            .orElse(sameSite);
    HttpHandler local = settings.isLoopback() ? new HostCheck(known) : known;
    HttpHandler worked = Answers.catching(local);
    HttpHandler dispatching = exchange -> exchange.dispatch(worked);
    return new SecurityHeaders(
        Answers.catching(new ClientLimit(MAX_REQUESTS_OF_A_CLIENT, dispatching)));
  }

  private static Undertow.Builder limits(Undertow.Builder builder) {
    return builder
        .setIoThreads(IO_THREADS)
        .setWorkerOption(Options.WORKER_NAME, "isr-web")
        .setWorkerOption(Options.WORKER_TASK_CORE_THREADS, WORKERS)
        .setWorkerOption(Options.WORKER_TASK_MAX_THREADS, WORKERS)
        .setWorkerOption(Options.THREAD_PRIORITY, Thread.MIN_PRIORITY)
        .setWorkerOption(Options.THREAD_DAEMON, true)
        .setSocketOption(Options.CONNECTION_HIGH_WATER, MAX_CONNECTIONS)
        .setSocketOption(Options.CONNECTION_LOW_WATER, MAX_CONNECTIONS)
        .setSocketOption(Options.WRITE_TIMEOUT, STALLED_TIMEOUT_MILLIS)
        .setServerOption(UndertowOptions.DECODE_URL, false)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
        .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
        .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY_BYTES)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_TIMEOUT_MILLIS)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_TIMEOUT_MILLIS);
  }

  private static Undertow.Builder listener(Undertow.Builder builder, WebSettings settings)
      throws IOException {
    if (settings.tls().isEmpty()) {
      return builder.addHttpListener(settings.port(), settings.host());
    }
    return builder.addHttpsListener(
        settings.port(), settings.host(), PemKeys.context(settings.tls().get()));
  }

  /** The port that is listened on. */
  public int port() {
    List<Undertow.ListenerInfo> listeners = undertow.getListenerInfo();
    return ((InetSocketAddress) listeners.get(0).getAddress()).getPort();
  }

  /** Where the page is. */
  public String url() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return (settings.tls().isPresent() ? "https://" : "http://") + host + ":" + port() + "/";
  }

  /** Ends it at once. Idempotent. */
  @Override
  public void close() {
    live.close();
    stopWork.run();
    undertow.stop();
  }
}
