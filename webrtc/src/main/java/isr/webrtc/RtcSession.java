package isr.webrtc;

import isr.audio.MonotonicClock;
import isr.webrtc.sdp.IceCandidate;
import isr.webrtc.sdp.SdpAnswer;
import isr.webrtc.sdp.SdpException;
import isr.webrtc.sdp.SdpOffer;
import isr.webrtc.sdp.TrickleFragment;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that sends audio to this server, from its offer to the end.
 *
 * <pre>
 *  offered ── first DTLS record ──▶ shaking hands ── keys ──▶ receiving ──▶ over
 *     └── 20 s ──▶ over      └── 20 s, wrong certificate ──▶ over
 * </pre>
 *
 * <p>It is over when the client says so (DTLS close_notify, RTCP BYE), sends no audio for a while,
 * or stops to consent, and when {@link #close} is called. All methods may be called by any thread.
 */
public final class RtcSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RtcSession.class);
  private static final int MAX_CANDIDATES = 256;

  private final RtcServer server;
  private final String id = UUID.randomUUID().toString();
  private final MonotonicClock clock;
  private final long offeredNanos;
  private final MediaReceiver media;
  private final IceSession ice;
  private final DtlsChannel dtls;
  private final String answer;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private volatile boolean isConnected;
  private int candidates;

  RtcSession(RtcServer server, SdpOffer offer, RtcParameters parameters, RtcListener listener)
      throws IOException {
    this.server = server;
    this.clock = server.clock();
    this.offeredNanos = clock.nanos();
    int ssrc = server.random().nextInt();
    this.media = new MediaReceiver(offer.payloadType(), offer.offersNack(), listener, clock, ssrc);
    this.ice = server.gateway().session(this::received);
    DtlsServer handshake =
        new DtlsServer(server.identity(), offer.fingerprints(), server.settings().connectTimeout());
    this.dtls = new DtlsChannel(handshake, ice::send, server.pool(), new Handshake());
    this.answer = start(offer, parameters);
  }

  private String start(SdpOffer offer, RtcParameters parameters) {
    try {
      SdpAnswer.Transport transport =
          new SdpAnswer.Transport(
              ice.userFragment(),
              ice.password(),
              server.identity().fingerprint(),
              ice.candidates());
      ice.start(offer.userFragment(), offer.password());
      long number = server.random().nextLong() >>> 1;
      return SdpAnswer.write(offer, number, transport, parameters.format());
    } catch (RuntimeException e) {
      ice.close();
      throw e;
    }
  }

  /** Unique among all sessions, and not to be guessed. */
  public String id() {
    return id;
  }

  /** The answer to the offer, complete with all candidates. */
  public String answer() {
    return answer;
  }

  /**
   * A candidate of the client. None is needed: the client's own checks tell where it is (RFC 8445,
   * section 7.3.1.3), so they are only looked through.
   *
   * @param candidate {@code candidate:…}; empty after the last one
   * @throws SdpException where it is none, or the 257th
   */
  public void candidate(String candidate) throws SdpException {
    count(1);
    if (!candidate.isBlank()) {
      IceCandidate.read(candidate);
    }
  }

  /**
   * Candidates of the client, as WHIP sends them (RFC 9725, section 4.3.2).
   *
   * @throws SdpException where the fragment breaks a rule or a limit
   */
  public void candidates(String fragment) throws SdpException {
    count(TrickleFragment.read(fragment).candidates().size());
  }

  /** How it is doing. */
  public RtcStatistics statistics() {
    return new RtcStatistics(media.statistics(), media.rejected(), isConnected && !isOver.get());
  }

  /** Whether it is over. */
  public boolean isOver() {
    return isOver.get();
  }

  /** Ends it: the listener gets what was held, and learns the end, before this returns. */
  @Override
  public void close() {
    end("closed");
  }

  /** Ends it, once. */
  void end(String cause) {
    if (isOver.compareAndSet(false, true)) {
      LOG.debug("session {} is over: {}", id, cause);
      try {
        media.finish(cause);
      } finally {
        server.forget(this);
      }
    }
  }

  /** Frees its threads and sockets; blocks for a moment. */
  void free() {
    dtls.close();
    ice.close();
  }

  /** Sends what is due, and looks at the limits; called many times a second. */
  void tick() {
    media.takeDue().ifPresent(this::send);
    overdue(clock.nanos()).ifPresent(this::end);
  }

  private void send(PacketBytes packet) {
    ice.send(packet.getBuffer(), packet.getOffset(), packet.getLength());
  }

  private Optional<String> overdue(long now) {
    if (media.hasSourceLeft()) {
      return Optional.of("the client sends no more");
    }
    if (ice.isFailed()) {
      return Optional.of("the client cannot be reached");
    }
    RtcSettings settings = server.settings();
    if (!isConnected && now - offeredNanos > settings.connectTimeout().toNanos()) {
      return Optional.of("no connection in " + settings.connectTimeout().toSeconds() + " s");
    }
    if (isConnected && now - media.lastAudioNanos() > settings.idleTimeout().toNanos()) {
      return Optional.of("no audio for " + settings.idleTimeout().toSeconds() + " s");
    }
    return Optional.empty();
  }

  private synchronized void count(int more) throws SdpException {
    candidates += more;
    if (candidates > MAX_CANDIDATES) {
      throw new SdpException("more than 256 candidates of one session");
    }
  }

  /** RFC 7983, section 7. */
  private void received(byte[] bytes, int offset, int length) {
    if (length == 0 || isOver.get()) {
      return;
    }
    int first = bytes[offset] & 0xff;
    if (first >= 20 && first <= 63) {
      dtls.received(bytes, offset, length);
    } else if (first >= 128 && first <= 191) {
      media.received(bytes, offset, length);
    }
  }

  private final class Handshake implements DtlsChannel.Follower {
    @Override
    public void agreed(SrtpKeys keys) {
      try {
        media.start(keys);
        isConnected = true;
      } catch (GeneralSecurityException e) {
        end("SRTP: " + e.getMessage());
      }
    }

    @Override
    public void closed(String cause) {
      end(cause);
    }
  }
}
