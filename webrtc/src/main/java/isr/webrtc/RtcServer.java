package isr.webrtc;

import isr.audio.MonotonicClock;
import isr.webrtc.sdp.SdpException;
import isr.webrtc.sdp.SdpOffer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives audio by WebRTC: answers offers, and looks after the sessions that come of them. */
public final class RtcServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RtcServer.class);
  private static final long TICK_MILLIS = 20;
  private static final long IDLE_THREAD_SECONDS = 10;
  private static final long CLOSE_SECONDS = 3;

  private final RtcSettings settings;
  private final IceGateway gateway;
  private final DtlsIdentity identity;
  private final SecureRandom random;
  private final MonotonicClock clock = MonotonicClock.system();
  private final ScheduledExecutorService timer;
  private final ThreadPoolExecutor pool;
  private final Map<RtcSession, ScheduledFuture<?>> sessions = new ConcurrentHashMap<>();

  /** Sessions that are open, or being opened. */
  private final AtomicInteger taken = new AtomicInteger();

  private volatile boolean isClosed;

  private RtcServer(
      RtcSettings settings, IceGateway gateway, DtlsIdentity identity, SecureRandom random) {
    this.settings = settings;
    this.gateway = gateway;
    this.identity = identity;
    this.random = random;
    this.timer = Executors.newSingleThreadScheduledExecutor(threads("isr-webrtc-timer"));
    this.pool =
        new ThreadPoolExecutor(
            0,
            2 * settings.maxSessions() + 2,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads("isr-webrtc-task"));
  }

  /**
   * Starts one. In the background it warms up what the first session would wait for, and asks the
   * STUN servers.
   *
   * @throws IOException where the port is not free
   */
  public static RtcServer start(RtcSettings settings) throws IOException {
    SecureRandom random = new SecureRandom();
    IceGateway gateway = IceGateway.open(settings);
    DtlsIdentity identity = DtlsIdentity.create(random, InstantSource.system());
    RtcServer server = new RtcServer(settings, gateway, identity, random);
    server.pool.execute(server::prepare);
    return server;
  }

  /** The UDP port of all sessions. */
  public int port() {
    return gateway.port();
  }

  /** Sessions that are open by now. */
  public List<RtcSession> sessions() {
    return List.copyOf(sessions.keySet());
  }

  /**
   * Answers an offer with a session. The listener may be called before this returns.
   *
   * @throws SdpException where the offer breaks the rules, or cannot be answered
   * @throws RtcRefusedException where there are too many sessions, or the server is closed
   * @throws IOException where no path can be opened
   */
  public RtcSession offer(String sdp, RtcParameters parameters, RtcListener listener)
      throws IOException {
    SdpOffer offer = SdpOffer.read(sdp);
    take();
    try {
      RtcSession session = new RtcSession(this, offer, parameters, listener);
      sessions.put(
          session,
          timer.scheduleWithFixedDelay(
              () -> tick(session), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
      if (session.isOver()) {
        remove(session);
      }
      return session;
    } catch (IOException | RuntimeException e) {
      taken.decrementAndGet();
      throw e;
    }
  }

  /** Ends all sessions, and frees the port; waits for at most a few seconds. */
  @Override
  public void close() {
    isClosed = true;
    sessions.keySet().forEach(session -> session.end("the server stops"));
    timer.shutdownNow();
    pool.shutdown();
    try {
      if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    gateway.close();
  }

  RtcSettings settings() {
    return settings;
  }

  IceGateway gateway() {
    return gateway;
  }

  DtlsIdentity identity() {
    return identity;
  }

  SecureRandom random() {
    return random;
  }

  MonotonicClock clock() {
    return clock;
  }

  Executor pool() {
    return pool;
  }

  /** That session is over; its threads and sockets are freed, in the background where it can be. */
  void forget(RtcSession session) {
    remove(session);
    try {
      pool.execute(() -> free(session));
    } catch (RejectedExecutionException e) {
      free(session);
    }
  }

  private void remove(RtcSession session) {
    ScheduledFuture<?> ticks = sessions.remove(session);
    if (ticks != null) {
      ticks.cancel(false);
    }
  }

  private void free(RtcSession session) {
    try {
      session.free();
    } catch (RuntimeException e) {
      LOG.warn("a WebRTC session is not freed", e);
    } finally {
      taken.decrementAndGet();
    }
  }

  private void take() throws RtcRefusedException {
    if (isClosed) {
      throw new RtcRefusedException("WebRTC is stopped");
    }
    if (taken.incrementAndGet() > settings.maxSessions()) {
      taken.decrementAndGet();
      throw new RtcRefusedException(
          "all %d WebRTC sessions are taken".formatted(settings.maxSessions()));
    }
  }

  private static void tick(RtcSession session) {
    try {
      session.tick();
    } catch (RuntimeException e) {
      LOG.warn("WebRTC session {} fails", session.id(), e);
      session.end("internal error");
    }
  }

  private void prepare() {
    try {
      WarmUp.run(this);
      LOG.debug("WebRTC is warm");
      gateway.discoverPublicAddress(settings.stunServers());
    } catch (IOException | RuntimeException e) {
      LOG.debug("not warmed up", e);
    }
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
