package isr.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import isr.testing.Await;
import isr.testing.RequiresTools;
import isr.webrtc.rtp.RtpStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a real browser sends, arrives; on a good path and on a bad one. */
@TestInstance(Lifecycle.PER_CLASS)
@RequiresTools({"chromium", "node"})
class ChromiumIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PACKET_SAMPLES = 960;

  private RtcServer server;
  private SendingBrowser browser;

  @BeforeAll
  void start() throws IOException {
    server =
        RtcServer.start(
            RtcSettings.defaults()
                .withAddresses(List.of(InetAddress.getLoopbackAddress()))
                .withLimits(10, Duration.ofSeconds(4), Duration.ofSeconds(20)));
    browser = new SendingBrowser();
  }

  @AfterAll
  void stop() {
    browser.close();
    server.close();
  }

  @Test
  void countsEachPacketThatTheBrowserSent() throws Exception {
    try (SenderPage http = page(RtcParameters.defaults())) {
      Map<?, ?> sent = (Map<?, ?>) browser.open(http.url()).evaluate("send(10000)");
      CollectingListener heard = http.listener();
      RtpStatistics counted = http.session().statistics().rtp();
      assertThat(heard.packets()).isEqualTo(number(sent, "packets")).isGreaterThan(450);
      assertThat(heard.samples()).isEqualTo(heard.packets() * PACKET_SAMPLES);
      assertThat(heard.events()).isEmpty();
      assertThat(heard.isContinuous()).isTrue();
      assertThat(counted.received()).isEqualTo(heard.packets());
      assertThat(counted.bytes()).isEqualTo(number(sent, "bytes"));
      assertThat(counted.lost()).isZero();
      assertThat(number(sent, "lost")).isZero();
      assertThat(number(sent, "roundTrips")).isGreaterThan(4);
    }
  }

  /** Each of them is on its way before the next: at most 1 in 1000 stays lost. */
  @Test
  void losesNothingOnAPathThatLosesAndReorders() throws Exception {
    try (LossyRelay relay = new LossyRelay(server.port(), 0.05, 0.10);
        SenderPage http = new SenderPage(server, RtcParameters.defaults(), relay::reroute)) {
      Map<?, ?> sent = (Map<?, ?>) browser.open(http.url()).evaluate("send(30000)");
      CollectingListener heard = http.listener();
      RtpStatistics counted = http.session().statistics().rtp();
      String seen = "%s; sent %s; %s; %s".formatted(relay, sent, heard, counted);
      long packets = number(sent, "packets");
      assertThat(packets).as(seen).isGreaterThan(1450);
      assertThat(counted.lost()).as(seen).isLessThanOrEqualTo(packets / 1000);
      assertThat(counted.recovered()).as(seen).isGreaterThan(packets / 40);
      assertThat(counted.reordered()).as(seen).isGreaterThan(packets / 40);
      // The last ones may be lost without one after them to tell.
      assertThat(heard.samples() + heard.filledSamples())
          .as(seen)
          .isBetween((packets - 3) * PACKET_SAMPLES, packets * PACKET_SAMPLES);
      assertThat(heard.isContinuous()).as(seen).isTrue();
    }
  }

  @Test
  void takesTheAudioOfAnOfferWithVideoAndData() throws Exception {
    try (SenderPage http = page(RtcParameters.defaults())) {
      Map<?, ?> sent = (Map<?, ?>) browser.open(http.url()).evaluate("send(2000, {video: true})");
      assertThat(http.session().answer())
          .contains("m=video 0 UDP/TLS/RTP/SAVPF ")
          .contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel")
          .contains("a=group:BUNDLE 1\r\n");
      assertThat(http.listener().packets()).isEqualTo(number(sent, "packets")).isGreaterThan(80);
    }
  }

  @Test
  void asksForTheBitRate() throws Exception {
    RtcParameters loud = new RtcParameters(true, OptionalInt.of(256_000), OptionalInt.empty());
    long bytes;
    try (SenderPage http = page(loud)) {
      browser.open(http.url()).evaluate("send(3000)");
      bytes = http.session().statistics().rtp().bytes();
    }
    RtcParameters quiet = new RtcParameters(false, OptionalInt.of(8_000), OptionalInt.empty());
    try (SenderPage http = page(quiet)) {
      browser.open(http.url()).evaluate("send(3000)");
      assertThat(http.session().statistics().rtp().bytes()).isPositive().isLessThan(bytes / 3);
    }
  }

  @Test
  void endsWhenTheBrowserHangsUp() throws Exception {
    try (SenderPage http = page(RtcParameters.defaults())) {
      Page page = browser.open(http.url());
      page.evaluate("start()");
      page.evaluate("hangUp()");
      awaitEnd(http, "the client has ended it");
    }
  }

  @Test
  void endsWhenTheTabIsClosed() throws Exception {
    try (SenderPage http = page(RtcParameters.defaults())) {
      Page page = browser.open(http.url());
      page.evaluate("start()");
      page.context().close();
      Await.until("the end", PATIENCE, () -> http.listener().end().isPresent());
      assertThat(http.session().statistics().isConnected()).isFalse();
      assertThat(server.sessions()).doesNotContain(http.session());
    }
  }

  @Test
  void endsWhenNoMoreAudioComes() throws Exception {
    try (LossyRelay relay = new LossyRelay(server.port(), 0, 0);
        SenderPage http = new SenderPage(server, RtcParameters.defaults(), relay::reroute)) {
      browser.open(http.url()).evaluate("start()");
      relay.cut();
      awaitEnd(http, "no audio for 4 s");
    }
  }

  private static void awaitEnd(SenderPage http, String cause) {
    CollectingListener heard = http.listener();
    Await.until("the end", PATIENCE, () -> heard.end().isPresent());
    assertThat(heard.end()).hasValue(cause);
  }

  private SenderPage page(RtcParameters parameters) throws IOException {
    return new SenderPage(server, parameters, UnaryOperator.identity());
  }

  private static long number(Map<?, ?> counts, String name) {
    return ((Number) counts.get(name)).longValue();
  }
}
