package isr.webrtc;

import isr.audio.MonotonicClock;
import isr.webrtc.rtp.RtcpReader;
import isr.webrtc.rtp.RtcpWriter;
import isr.webrtc.rtp.RtpHeader;
import isr.webrtc.rtp.RtpReceiver;
import isr.webrtc.rtp.RtpStatistics;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * The media of one session: SRTP and SRTCP in, Opus packets and SRTCP out. Its lock makes the calls
 * of the listener come one at a time.
 */
final class MediaReceiver {
  /** A few packets overtake the end of the handshake. */
  private static final int MAX_EARLY = 16;

  private static final int MIN_BYTES = 12;

  private final int payloadType;
  private final RtcListener listener;
  private final MonotonicClock clock;
  private final int ssrc;
  private final RtpReceiver receiver;
  private final RtcpWriter writer;
  private final ArrayDeque<PacketBytes> early = new ArrayDeque<>();
  private @Nullable SrtpSession srtp;
  private boolean isFinished;
  private boolean hasSourceLeft;
  private long lastAudioNanos;
  private long rejected;

  /**
   * Of Opus under that payload type.
   *
   * @param asks whether the client sends packets again when it is asked to
   * @param ssrc of this receiver
   */
  MediaReceiver(
      int payloadType, boolean asks, RtcListener listener, MonotonicClock clock, int ssrc) {
    this.payloadType = payloadType;
    this.listener = listener;
    this.clock = clock;
    this.ssrc = ssrc;
    this.receiver = new RtpReceiver(listener, asks);
    this.writer = new RtcpWriter(ssrc, "isr-%08x".formatted(ssrc));
    this.lastAudioNanos = clock.nanos();
  }

  /** From now on packets can be read; those that were early are. */
  synchronized void start(SrtpKeys keys) throws GeneralSecurityException {
    srtp = new SrtpSession(keys, ssrc);
    lastAudioNanos = clock.nanos();
    for (PacketBytes packet : early) {
      receive(srtp, packet);
    }
    early.clear();
  }

  /** A datagram has come that is neither STUN nor DTLS (RFC 7983); it is changed. */
  synchronized void received(byte[] bytes, int offset, int length) {
    if (isFinished) {
      return;
    }
    PacketBytes packet = new PacketBytes(bytes, offset, length);
    if (length < MIN_BYTES) {
      rejected++;
    } else if (srtp != null) {
      receive(srtp, packet);
    } else if (early.size() < MAX_EARLY) {
      early.add(packet);
    }
  }

  /** What is to be sent now, protected: a report, or what is to be sent again. */
  synchronized Optional<PacketBytes> takeDue() {
    if (isFinished || srtp == null) {
      return Optional.empty();
    }
    long now = clock.nanos();
    srtp.allowNewSources();
    receiver.giveUpOverdue(now);
    List<Long> requests = receiver.takeDueRequests(now);
    if (requests.isEmpty() && !receiver.isReportDue(now)) {
      return Optional.empty();
    }
    byte[] compound = writer.write(receiver, requests, now);
    PacketBytes packet = new PacketBytes(compound, 0, compound.length);
    try {
      srtp.protectControl(packet);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SRTCP cannot be protected", e);
    }
    return Optional.of(packet);
  }

  /** Whether the client has said that its source is gone, and nothing is waited for. */
  synchronized boolean hasSourceLeft() {
    return hasSourceLeft && !receiver.isWaiting();
  }

  /** Since when no audio has come. */
  synchronized long lastAudioNanos() {
    return lastAudioNanos;
  }

  /** Passes on what is held, and tells the end; nothing comes after it. */
  synchronized void finish(String cause) {
    if (!isFinished) {
      isFinished = true;
      early.clear();
      receiver.finish();
      listener.ended(cause);
    }
  }

  synchronized RtpStatistics statistics() {
    return receiver.statistics();
  }

  synchronized long rejected() {
    return rejected;
  }

  private void receive(SrtpSession keys, PacketBytes packet) {
    try {
      if (isControl(packet)) {
        receiveControl(keys, packet);
      } else {
        receiveMedia(keys, packet);
      }
    } catch (GeneralSecurityException e) {
      rejected++;
    }
  }

  /** RFC 5761, section 4. */
  private static boolean isControl(PacketBytes packet) {
    int second = packet.getBuffer()[packet.getOffset() + 1] & 0xff;
    return second >= 192 && second <= 223;
  }

  private void receiveMedia(SrtpSession keys, PacketBytes packet) throws GeneralSecurityException {
    SrtpErrorStatus status = keys.unprotect(packet, intAt(packet, 8));
    switch (status) {
      case OK -> receiveGenuine(packet);
      case REPLAY_FAIL -> receiver.duplicated();
      case REPLAY_OLD -> receiver.late();
      default -> rejected++;
    }
  }

  private void receiveGenuine(PacketBytes packet) {
    Optional<RtpHeader> header =
        RtpHeader.read(packet.getBuffer(), packet.getOffset(), packet.getLength());
    if (header.isEmpty() || header.get().payloadType() != payloadType) {
      rejected++;
      return;
    }
    lastAudioNanos = clock.nanos();
    receiver.received(header.get(), packet.getBuffer(), lastAudioNanos);
  }

  private void receiveControl(SrtpSession keys, PacketBytes packet)
      throws GeneralSecurityException {
    if (keys.unprotectControl(packet, intAt(packet, 4)) != SrtpErrorStatus.OK) {
      rejected++;
      return;
    }
    RtcpReader.Compound compound =
        RtcpReader.read(packet.getBuffer(), packet.getOffset(), packet.getLength());
    compound.reports().forEach(report -> receiver.senderReport(report, clock.nanos()));
    hasSourceLeft |= compound.goodbyes().contains(receiver.ssrc());
  }

  private static int intAt(PacketBytes packet, int at) {
    return ByteBuffer.wrap(packet.getBuffer()).getInt(packet.getOffset() + at);
  }
}
