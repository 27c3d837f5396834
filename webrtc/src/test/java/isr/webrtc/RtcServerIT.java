package isr.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.testing.Await;
import isr.webrtc.sdp.SdpException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server among clients that are many, silent, or hostile; over the loopback interface. */
class RtcServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CollectingListener heard = new CollectingListener();
  private RtcServer server;

  private void start(int sessions, Duration idle, Duration connect) throws IOException {
    server =
        RtcServer.start(
            RtcSettings.defaults()
                .withAddresses(List.of(InetAddress.getLoopbackAddress()))
                .withLimits(sessions, idle, connect));
  }

  private void start() throws IOException {
    start(50, Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    server.close();
    Await.until("no threads of the server", PATIENCE, () -> threads("isr-webrtc").isEmpty());
  }

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  private RtcSession offer(DtlsIdentity identity, RtcListener listener) throws IOException {
    return server.offer(
        RtcClient.offer(identity.fingerprint()), RtcParameters.defaults(), listener);
  }

  private RtcClient client(DtlsIdentity identity, RtcListener listener) throws Exception {
    return RtcClient.of(identity, offer(identity, listener).answer()).connect();
  }

  private void awaitPackets(long count) {
    Await.value(
        count + " packets",
        PATIENCE,
        () -> heard.packets() == count ? Optional.of(true) : Optional.empty(),
        heard::toString);
  }

  private void awaitEnd(String cause) {
    Await.until("the end", PATIENCE, () -> heard.end().isPresent());
    assertThat(heard.end()).hasValue(cause);
  }

  @Test
  void deliversAndEndsWithCloseNotify() throws Exception {
    start();
    try (RtcClient client = client(RtcClient.identity(), heard)) {
      for (int n = 0; n < 100; n++) {
        client.audio(n);
      }
      awaitPackets(100);
      client.hangUp();
      awaitEnd("the client has ended it");
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void endsWithGoodbye() throws Exception {
    start();
    try (RtcClient client = client(RtcClient.identity(), heard)) {
      client.audio(1);
      client.audio(3);
      client.goodbye();
      awaitEnd("the client sends no more");
      assertThat(heard.events()).startsWith("lost 1, 960 samples");
    }
  }

  @Test
  void endsWhenItIsClosedAndPassesOnWhatIsHeld() throws Exception {
    start();
    DtlsIdentity identity = RtcClient.identity();
    RtcSession session = offer(identity, heard);
    try (RtcClient client = RtcClient.of(identity, session.answer()).connect()) {
      client.audio(1);
      client.audio(3);
      Await.until("both", PATIENCE, () -> session.statistics().rtp().received() == 2);
      session.close();
      session.close();
      assertThat(heard.events()).containsExactly("lost 1, 960 samples", "ended: closed");
      assertThat(heard.packets()).isEqualTo(2);
    }
  }

  @Test
  void endsWhenNothingFollowsTheOffer() throws Exception {
    start(1, Duration.ofSeconds(10), Duration.ofSeconds(1));
    DtlsIdentity identity = RtcClient.identity();
    offer(identity, heard);
    assertThatThrownBy(() -> offer(identity, heard))
        .isInstanceOf(RtcRefusedException.class)
        .hasMessage("all 1 WebRTC sessions are taken");
    awaitEnd("no connection in 1 s");
    Await.until("room for another", PATIENCE, () -> takes(identity));
  }

  private boolean takes(DtlsIdentity identity) throws IOException {
    try {
      offer(identity, new CollectingListener()).close();
      return true;
    } catch (RtcRefusedException e) {
      return false;
    }
  }

  @Test
  void endsAtAnotherCertificate() throws Exception {
    start();
    RtcSession session = offer(RtcClient.identity(), heard);
    try (RtcClient client = RtcClient.of(RtcClient.identity(), session.answer())) {
      assertThatThrownBy(client::connect).isInstanceOf(IOException.class);
      Await.until("the end", PATIENCE, () -> heard.end().isPresent());
      assertThat(heard.end().orElseThrow()).startsWith("DTLS: bad_certificate");
    }
  }

  @Test
  void refusesOffersWhenItIsClosed() throws Exception {
    start();
    DtlsIdentity identity = RtcClient.identity();
    server.close();
    assertThatThrownBy(() -> offer(identity, heard)).isInstanceOf(RtcRefusedException.class);
  }

  @Test
  void shakesHandsWithItself() throws Exception {
    start();
    WarmUp.run(server);
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void looksThroughCandidates() throws Exception {
    start();
    RtcSession session = offer(RtcClient.identity(), heard);
    session.candidate("candidate:1 1 udp 1 x.local 9 typ host");
    session.candidate("");
    session.candidates("a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\na=end-of-candidates\r\n");
    assertThatThrownBy(() -> session.candidate("nonsense")).isInstanceOf(SdpException.class);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 257; i++) {
                session.candidate("");
              }
            })
        .isInstanceOf(SdpException.class)
        .hasMessageContaining("256");
  }

  @Test
  void tellsThePublicAddress() throws Exception {
    InetAddress address = InetAddress.getByName("203.0.113.7");
    RtcSettings settings =
        new RtcSettings(
            0,
            List.of(InetAddress.getLoopbackAddress()),
            Optional.of(address),
            List.of(),
            2,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20));
    server = RtcServer.start(settings);
    String mapped = " 203.0.113.7 " + server.port() + " typ srflx raddr 127.0.0.1 rport ";
    assertThat(offer(RtcClient.identity(), heard).answer()).contains(mapped);
  }

  @Test
  void asksAStunServerForThePublicAddress() throws Exception {
    try (DatagramSocket stun = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread responder = new Thread(() -> answerAs(stun, "198.51.100.9"), "stun");
      responder.setDaemon(true);
      responder.start();
      RtcSettings settings =
          new RtcSettings(
              0,
              List.of(InetAddress.getLoopbackAddress()),
              Optional.empty(),
              List.of("127.0.0.1:" + stun.getLocalPort()),
              2,
              Duration.ofSeconds(10),
              Duration.ofSeconds(20));
      server = RtcServer.start(settings);
      String mapped = " 198.51.100.9 " + server.port() + " typ srflx ";
      DtlsIdentity identity = RtcClient.identity();
      Await.until("the address", PATIENCE, () -> answer(identity).contains(mapped));
    }
  }

  private String answer(DtlsIdentity identity) throws IOException {
    try (RtcSession session = offer(identity, new CollectingListener())) {
      return session.answer();
    } catch (RtcRefusedException e) {
      return "";
    }
  }

  private static void answerAs(DatagramSocket stun, String address) {
    DatagramPacket request = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        stun.receive(request);
        byte[] answer =
            StunMessages.plainAnswer(request.getData(), new InetSocketAddress(address, 1));
        stun.send(new DatagramPacket(answer, answer.length, request.getSocketAddress()));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Test
  void noiseHarmsNobody() throws Exception {
    start();
    Random random = new Random(7);
    try (RtcClient client = client(RtcClient.identity(), heard);
        DatagramSocket stranger = new DatagramSocket()) {
      client.audio(0);
      for (int i = 0; i < 3000; i++) {
        byte[] noise = noise(random, client);
        client.send(noise);
        stranger.send(new DatagramPacket(noise, noise.length, client.server()));
        if (i % 30 == 0) {
          client.audio(i / 30 + 1);
          Await.pass(Duration.ofMillis(10));
        }
      }
      awaitPackets(101);
      assertThat(heard.lostPackets()).isZero();
      assertThat(server.sessions().get(0).statistics().rejected()).isPositive();
      CollectingListener another = new CollectingListener();
      try (RtcClient next = client(RtcClient.identity(), another)) {
        next.audio(0);
        Await.until("another's packet", PATIENCE, () -> another.packets() == 1);
      }
    }
  }

  /** Bytes that begin like STUN, DTLS, RTP or RTCP, or nearly are a check. */
  private static byte[] noise(Random random, RtcClient client) {
    byte[] noise = new byte[random.nextInt(200) + (random.nextInt(50) == 0 ? 1400 : 1)];
    random.nextBytes(noise);
    switch (random.nextInt(5)) {
      case 0 -> noise[0] = (byte) random.nextInt(4);
      case 1 -> noise[0] = (byte) (20 + random.nextInt(44));
      case 2 -> noise[0] = (byte) 0x80;
      case 3 -> {
        noise = client.checkMessage();
        noise[4 + random.nextInt(noise.length - 4)] ^= (byte) (1 << random.nextInt(8));
      }
      default -> {
        noise[0] = (byte) 0x80;
        noise[noise.length > 1 ? 1 : 0] = (byte) 200;
      }
    }
    return noise;
  }

  /** Each address costs a thread of ice4j, until the session ends. */
  @Test
  void aSessionIsReachedFromFewAddresses() throws Exception {
    start();
    int before = threads("IceConnector").size();
    RtcSession session = offer(RtcClient.identity(), heard);
    List<RtcClient> clients = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      RtcClient client = RtcClient.of(RtcClient.identity(), session.answer());
      clients.add(client);
      client.check();
    }
    Await.pass(Duration.ofMillis(500));
    assertThat(threads("IceConnector").size() - before).isBetween(1, 8);
    clients.forEach(RtcClient::close);
    session.close();
    Await.until("no more", PATIENCE, () -> threads("IceConnector").size() <= before);
  }

  @Test
  void fiftySessionsLoseNothing() throws Exception {
    start(50, Duration.ofSeconds(60), Duration.ofSeconds(20));
    DtlsIdentity identity = RtcClient.identity();
    int before = Thread.activeCount();
    List<CollectingListener> listeners = new ArrayList<>();
    List<RtcClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      listeners.add(new CollectingListener());
      clients.add(client(identity, listeners.get(i)));
    }
    long next = System.nanoTime();
    for (int n = 0; n < 250; n++) {
      for (RtcClient client : clients) {
        client.audio(n);
      }
      next += 20_000_000;
      Await.pass(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
    }
    Await.value(
        "all packets",
        PATIENCE,
        () ->
            listeners.stream().allMatch(one -> one.packets() == 250)
                ? Optional.of(1)
                : Optional.empty(),
        listeners::toString);
    assertThat(listeners).allMatch(listener -> listener.events().isEmpty());
    // One of each client here, one of each session there, and those of all.
    assertThat(Thread.activeCount() - before).isLessThan(50 + 50 + 45);
    clients.forEach(RtcClient::close);
  }
}
