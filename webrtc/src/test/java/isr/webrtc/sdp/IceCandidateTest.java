package isr.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceCandidateTest {
  private static final String MDNS =
      "candidate:1467250027 1 udp 2122260223 46154dc5-7f1f-4d5c.local 56143 typ host generation 0";

  @Test
  void readsWhatBrowsersTell() throws SdpException {
    assertThat(IceCandidate.read(MDNS))
        .isEqualTo(
            new IceCandidate(
                "1467250027",
                "udp",
                2_122_260_223L,
                "46154dc5-7f1f-4d5c.local",
                56_143,
                "host",
                Optional.empty()));
    assertThat(IceCandidate.read("a=" + MDNS)).isEqualTo(IceCandidate.read(MDNS));
    assertThat(
            IceCandidate.read("candidate:2 1 TCP 1 2001:db8::1 9 typ srflx raddr 10.0.0.1 rport 9")
                .transport())
        .isEqualTo("tcp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "candidate:",
        "candidat:1 1 udp 1 10.0.0.1 9 typ host",
        "candidate:1 1 udp 1 10.0.0.1 9 host",
        "candidate:1 1 udp 1 10.0.0.1 65536 typ host",
        "candidate:1 1 udp 4294967296 10.0.0.1 9 typ host",
        "candidate:1 x udp 1 10.0.0.1 9 typ host",
        "candidate:1 1 udp 1 10.0.0.1/8 9 typ host",
        "candidate:1 1 udp 1 10.0.0.1 9 typ guest",
        "candidate:1234567890123456789012345678901234 1 udp 1 10.0.0.1 9 typ host",
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> IceCandidate.read(text)).isInstanceOf(SdpException.class);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> IceCandidate.read(MDNS + " x".repeat(512)))
        .isInstanceOf(SdpException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void readsFragments() throws SdpException {
    TrickleFragment fragment =
        TrickleFragment.read(
            "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\n"
                + "a=mid:0\r\na="
                + MDNS
                + "\r\na=end-of-candidates\r\n");
    assertThat(fragment.userFragment()).hasValue("EsAw");
    assertThat(fragment.candidates()).containsExactly(IceCandidate.read(MDNS));
    assertThat(fragment.isComplete()).isTrue();
    assertThat(TrickleFragment.read("a=mid:0").isComplete()).isFalse();
  }

  @Test
  void refusesTooManyInOneFragment() {
    assertThatThrownBy(() -> TrickleFragment.read(("a=" + MDNS + "\n").repeat(65)))
        .isInstanceOf(SdpException.class)
        .hasMessageContaining("64");
  }
}
