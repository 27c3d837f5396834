package isr.webrtc;

import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/** Takes the protection off a client's packets, and puts it on ours (RFC 3711). One at a time. */
final class SrtpSession {
  /** A client has one source, or another after it; each costs its context. */
  private static final int MAX_SOURCES = 4;

  /** Keys for a source cost more than a packet does; strangers get them only so often. */
  private static final int MAX_NEW_SOURCES = 4;

  private final SrtpContextFactory client;
  private final SrtcpCryptoContext own;
  private final Map<Integer, SrtpCryptoContext> media = latest();
  private final Map<Integer, SrtcpCryptoContext> control = latest();
  private int newSources;

  SrtpSession(SrtpKeys keys, int ownSsrc) throws GeneralSecurityException {
    client = keys.client(false);
    own = keys.server(true).deriveControlContext(ownSsrc);
  }

  /** Gives unknown sources another chance; called many times a second. */
  void allowNewSources() {
    newSources = 0;
  }

  /** Makes an RTP packet readable; what is not OK, is not genuine, or not new. */
  SrtpErrorStatus unprotect(PacketBytes packet, int ssrc) throws GeneralSecurityException {
    SrtpCryptoContext known = media.get(ssrc);
    if (known == null && newSources++ >= MAX_NEW_SOURCES) {
      return SrtpErrorStatus.FAIL;
    }
    SrtpCryptoContext context = known == null ? client.deriveContext(ssrc, 0) : known;
    SrtpErrorStatus status = context.reverseTransformPacket(packet, false);
    if (known == null && status == SrtpErrorStatus.OK) {
      media.put(ssrc, context);
    }
    return status;
  }

  /** Makes an RTCP packet readable. */
  SrtpErrorStatus unprotectControl(PacketBytes packet, int ssrc) throws GeneralSecurityException {
    SrtcpCryptoContext known = control.get(ssrc);
    if (known == null && newSources++ >= MAX_NEW_SOURCES) {
      return SrtpErrorStatus.FAIL;
    }
    SrtcpCryptoContext context = known == null ? client.deriveControlContext(ssrc) : known;
    SrtpErrorStatus status = context.reverseTransformPacket(packet);
    if (known == null && status == SrtpErrorStatus.OK) {
      control.put(ssrc, context);
    }
    return status;
  }

  /** Protects an RTCP packet of ours. */
  void protectControl(PacketBytes packet) throws GeneralSecurityException {
    own.transformPacket(packet);
  }

  private static <T> Map<Integer, T> latest() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Integer, T> eldest) {
        return size() > MAX_SOURCES;
      }
    };
  }
}
