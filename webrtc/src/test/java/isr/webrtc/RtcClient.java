package isr.webrtc;

import isr.webrtc.sdp.Fingerprint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;

/** A client that sends what it is told to, right or wrong. */
final class RtcClient implements AutoCloseable {
  static final int SSRC = 0x0102_0304;
  private static final String USER_FRAGMENT = "client";
  private static final String PASSWORD = "client0password0client";
  private static final int MAX_DATAGRAM = 2048;
  private static final int SENT = 64;

  private final DatagramSocket socket;
  private final DtlsIdentity identity;
  private final Random random = new Random(1);
  private final DatagramQueue dtls = new DatagramQueue(this::send);
  private final CountDownLatch reached = new CountDownLatch(1);
  private final String answer;
  private final InetSocketAddress server;
  private DTLSTransport transport;
  private SrtpCryptoContext media;
  private SrtcpCryptoContext control;
  private volatile SrtcpCryptoContext reports;
  private final byte[][] sent = new byte[SENT][];

  private RtcClient(DtlsIdentity identity, String answer) throws IOException {
    this.identity = identity;
    this.answer = answer;
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.server =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(),
            Integer.parseInt(field("a=candidate:\\S+ 1 udp \\d+ \\S+ (\\d+) typ host")));
    Thread thread = new Thread(this::receive, "client");
    thread.setDaemon(true);
    thread.start();
  }

  static DtlsIdentity identity() throws IOException {
    return DtlsIdentity.create(new SecureRandom(), InstantSource.system());
  }

  /** What a client of that certificate offers. */
  static String offer(Fingerprint fingerprint) {
    return String.join(
        "\r\n",
        "v=0",
        "o=- 1 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "a=ice-ufrag:" + USER_FRAGMENT,
        "a=ice-pwd:" + PASSWORD,
        "a=fingerprint:" + fingerprint,
        "a=setup:actpass",
        "a=sendonly",
        "a=rtcp-mux",
        "a=rtpmap:111 opus/48000/2",
        "a=rtcp-fb:111 nack",
        "");
  }

  /** A client that has got that answer; it says nothing yet. */
  static RtcClient of(DtlsIdentity identity, String answer) throws IOException {
    return new RtcClient(identity, answer);
  }

  /** Reaches the server, and agrees on keys. */
  RtcClient connect() throws IOException, GeneralSecurityException, InterruptedException {
    for (int i = 0; i < 100 && reached.getCount() > 0; i++) {
      check();
      reached.await(100, TimeUnit.MILLISECONDS);
    }
    String[] fingerprint = field("a=fingerprint:(\\S+ \\S+)").split(" ", 2);
    DtlsClient client = new DtlsClient(identity, new Fingerprint(fingerprint[0], fingerprint[1]));
    transport = new DTLSClientProtocol().connect(client, dtls);
    SrtpKeys keys = client.keys().orElseThrow();
    media = keys.client(true).deriveContext(SSRC, 0);
    control = keys.client(true).deriveControlContext(SSRC);
    reports = keys.server(false).deriveControlContext(0);
    return this;
  }

  /** Asks whether the server is there. */
  void check() {
    send(checkMessage());
  }

  byte[] checkMessage() {
    return StunMessages.check(
        field("a=ice-ufrag:(\\S+)") + ":" + USER_FRAGMENT, field("a=ice-pwd:(\\S+)"), random);
  }

  /** The n-th packet of 20 ms; it is sent again when it is asked for soon. */
  void audio(int n) throws GeneralSecurityException {
    byte[] payload = new byte[80];
    payload[0] = (byte) 0xf8;
    ByteBuffer packet = ByteBuffer.allocate(12 + payload.length);
    packet.put((byte) 0x80).put((byte) 111).putShort((short) n).putInt(n * 960).putInt(SSRC);
    packet.put(payload);
    PacketBytes bytes = new PacketBytes(packet.array(), 0, packet.capacity());
    media.transformPacket(bytes);
    sent[n % SENT] = Arrays.copyOf(bytes.getBuffer(), bytes.getLength());
    send(bytes.getBuffer(), bytes.getOffset(), bytes.getLength());
  }

  /** That its source is gone. */
  void goodbye() throws GeneralSecurityException {
    ByteBuffer packet = ByteBuffer.allocate(16);
    packet.putInt(0x80c9_0001).putInt(SSRC).putInt(0x81cb_0001).putInt(SSRC);
    PacketBytes bytes = new PacketBytes(packet.array(), 0, packet.capacity());
    control.transformPacket(bytes);
    send(bytes.getBuffer(), bytes.getOffset(), bytes.getLength());
  }

  /** That it is over. */
  void hangUp() throws IOException {
    transport.close();
  }

  void send(byte[] datagram) {
    send(datagram, 0, datagram.length);
  }

  InetSocketAddress server() {
    return server;
  }

  @Override
  public void close() {
    dtls.close();
    socket.close();
  }

  private void send(byte[] bytes, int offset, int length) {
    try {
      socket.send(new DatagramPacket(bytes, offset, length, server));
    } catch (IOException e) {
      // Closed.
    }
  }

  private void receive() {
    DatagramPacket datagram = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    try {
      while (true) {
        datagram.setLength(MAX_DATAGRAM);
        socket.receive(datagram);
        received(Arrays.copyOf(datagram.getData(), datagram.getLength()));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void received(byte[] datagram) {
    int first = datagram[0] & 0xff;
    if (first >= 20 && first <= 63) {
      dtls.add(datagram, 0, datagram.length);
    } else if (first < 4 && ByteBuffer.wrap(datagram).getShort() == StunMessages.BINDING_REQUEST) {
      send(StunMessages.answer(datagram, server, PASSWORD));
    } else if (first < 4) {
      reached.countDown();
    } else if (reports != null) {
      report(new PacketBytes(datagram, 0, datagram.length));
    }
  }

  private void report(PacketBytes packet) {
    try {
      reports.reverseTransformPacket(packet);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    ByteBuffer in = ByteBuffer.wrap(packet.getBuffer(), 0, packet.getLength());
    while (in.remaining() >= 4) {
      int head = in.getInt();
      int end = in.position() + 4 * (head & 0xffff);
      if (head >>> 16 == 0x81cd) {
        for (int at = in.position() + 8; at < end; at += 4) {
          again(in.getInt(at));
        }
      }
      in.position(end);
    }
  }

  private void again(int nack) {
    int first = nack >>> 16;
    for (int i = 0; i <= 16; i++) {
      byte[] packet = sent[(first + i) % SENT];
      if (packet != null && (i == 0 || (nack >> (i - 1) & 1) != 0)) {
        send(packet);
      }
    }
  }

  private String field(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(answer);
    if (!matcher.find()) {
      throw new AssertionError(pattern + " is not in " + answer);
    }
    return matcher.group(1);
  }
}
