package isr.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.RequiresTools;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a real browser sends, arrives. */
@RequiresTools({"chromium", "node"})
class ChromiumIT {
  private static RtcSettings loopback() {
    return RtcSettings.defaults().withAddresses(List.of(InetAddress.getLoopbackAddress()));
  }

  @Test
  void countsEachPacketThatTheBrowserSent() throws Exception {
    try (RtcServer server = RtcServer.start(loopback());
        SenderPage http =
            new SenderPage(server, RtcParameters.defaults(), UnaryOperator.identity());
        SendingBrowser browser = new SendingBrowser()) {
      Map<?, ?> sent = (Map<?, ?>) browser.open(http.url()).evaluate("send(10000)");
      CollectingListener heard = http.listener();
      System.out.println(sent + "\n" + heard + "\n" + http.session().statistics());
      assertThat(heard.packets()).isEqualTo(number(sent, "packetsSent")).isGreaterThan(450);
    }
  }

  static long number(Map<?, ?> counts, String name) {
    return ((Number) counts.get(name)).longValue();
  }
}
