package isr.webrtc;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/**
 * Does once what the first session would wait for, for up to two seconds: opens a path, shakes
 * hands with itself, protects packets.
 */
final class WarmUp {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int SSRC = 1;
  private static final int PACKETS = 50;

  /** An RTP header, and as much payload as a packet of Opus has. */
  private static final int PACKET_BYTES = 12 + 80;

  private WarmUp() {}

  static void run(RtcServer server) throws IOException {
    server.gateway().session((bytes, offset, length) -> {}).close();
    try {
      protect(shakeHands(server));
    } catch (GeneralSecurityException e) {
      throw new IOException("SRTP does not work", e);
    }
  }

  private static SrtpKeys shakeHands(RtcServer server) throws IOException {
    DtlsIdentity identity = server.identity();
    DtlsClient client = new DtlsClient(identity, identity.fingerprint());
    DtlsServer handshake = new DtlsServer(identity, List.of(identity.fingerprint()), TIMEOUT);
    Wire wire = new Wire(server, handshake);
    try {
      new DTLSClientProtocol().connect(client, wire.toServer).close();
    } finally {
      wire.server.close();
    }
    return client.keys().orElseThrow(() -> new IOException("no keys"));
  }

  private static void protect(SrtpKeys keys) throws GeneralSecurityException, IOException {
    SrtpSession receiver = new SrtpSession(keys, SSRC);
    SrtpCryptoContext media = keys.client(true).deriveContext(SSRC, 0);
    SrtcpCryptoContext control = keys.client(true).deriveControlContext(SSRC);
    for (int i = 0; i < PACKETS; i++) {
      receiver.allowNewSources();
      PacketBytes packet = packet(111, i);
      media.transformPacket(packet);
      check(receiver.unprotect(packet, SSRC));
      PacketBytes report = packet(201, 0);
      control.transformPacket(report);
      check(receiver.unprotectControl(report, SSRC));
      receiver.protectControl(packet(201, 0));
    }
  }

  private static PacketBytes packet(int type, int sequence) {
    byte[] bytes = new byte[PACKET_BYTES];
    bytes[0] = (byte) 0x80;
    bytes[1] = (byte) type;
    bytes[3] = (byte) sequence;
    bytes[7] = type == 201 ? (byte) SSRC : 0;
    bytes[11] = (byte) SSRC;
    return new PacketBytes(bytes, 0, bytes.length);
  }

  private static void check(SrtpErrorStatus status) throws IOException {
    if (status != SrtpErrorStatus.OK) {
      throw new IOException("SRTP: " + status.desc);
    }
  }

  /** Joins both sides of a handshake without a network. */
  private static final class Wire {
    final DatagramQueue toServer;
    final DtlsChannel server;

    Wire(RtcServer owner, DtlsServer handshake) {
      toServer = new DatagramQueue(this::carry);
      server = new DtlsChannel(handshake, toServer::add, owner.pool(), new Ignoring());
    }

    private void carry(byte[] bytes, int offset, int length) {
      server.received(bytes, offset, length);
    }
  }

  private static final class Ignoring implements DtlsChannel.Follower {
    @Override
    public void agreed(SrtpKeys keys) {
      // The client's are the same.
    }

    @Override
    public void closed(String cause) {
      // As it was meant.
    }
  }
}
