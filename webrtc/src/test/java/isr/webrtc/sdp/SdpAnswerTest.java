package isr.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SdpAnswerTest {
  private static final IceCandidate HOST =
      new IceCandidate("1", "udp", 2_130_706_431L, "192.0.2.1", 5000, "host", Optional.empty());

  private static final IceCandidate REFLEXIVE =
      new IceCandidate(
          "11",
          "udp",
          1_694_498_815L,
          "203.0.113.9",
          5000,
          "srflx",
          Optional.of(new IceCandidate.Base("192.0.2.1", 5000)));

  private static String answer(OfferText offer) throws SdpException {
    return SdpAnswer.write(
        offer.read(),
        42,
        new SdpAnswer.Transport(
            "ufrag", "password", new Fingerprint("sha-256", "00:11"), List.of(HOST, REFLEXIVE)),
        Map.of("usedtx", "0", "stereo", "1"));
  }

  @Test
  void answersAudio() throws SdpException {
    assertThat(answer(OfferText.audio()))
        .isEqualTo(
            """
            v=0
            o=- 42 1 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=mid:0
            a=recvonly
            a=rtcp-mux
            a=ice-ufrag:ufrag
            a=ice-pwd:password
            a=ice-options:trickle
            a=fingerprint:sha-256 00:11
            a=setup:passive
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 stereo=1;usedtx=0
            a=rtcp-fb:111 nack
            a=candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host
            a=candidate:11 1 udp 1694498815 203.0.113.9 5000 typ srflx raddr 192.0.2.1 rport 5000
            a=end-of-candidates
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void asksForNothingAgainWhereItWasNotOffered() throws SdpException {
    assertThat(answer(OfferText.audio().without("a=rtcp-fb:111 nack"))).doesNotContain("rtcp-fb");
  }

  @Test
  void answersEachSectionInItsPlaceAndRejectsAllButOne() throws SdpException {
    OfferText offer =
        OfferText.audio()
            .with("a=group", "a=group:BUNDLE v 0 d")
            .withBefore("m=", "m=video 9 UDP/TLS/RTP/SAVPF 96 97", "a=mid:v", "a=sendrecv")
            .and("m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:d");
    String answer = answer(offer);
    assertThat(answer.lines().filter(line -> line.startsWith("m=")))
        .containsExactly(
            "m=video 0 UDP/TLS/RTP/SAVPF 96",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
    assertThat(answer)
        .contains("a=group:BUNDLE 0\r\n")
        .contains("a=mid:v\r\na=inactive\r\n")
        .endsWith("a=mid:d\r\na=inactive\r\n");
  }

  @Test
  void bundlesNothingWhereNothingWasBundled() throws SdpException {
    assertThat(answer(OfferText.audio().without("a=group"))).doesNotContain("a=group");
    assertThat(answer(OfferText.audio().without("a=group").without("a=mid")))
        .doesNotContain("a=mid");
  }
}
