package isr.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpOfferTest {
  @Test
  void readsWhatABrowserOffers() throws SdpException {
    SdpOffer offer = OfferText.audio().read();
    assertThat(offer.userFragment()).isEqualTo("abcd");
    assertThat(offer.password()).isEqualTo(OfferText.PASSWORD);
    assertThat(offer.payloadType()).isEqualTo(111);
    assertThat(offer.offersNack()).isTrue();
    assertThat(offer.fingerprints()).containsExactly(new Fingerprint("sha-256", OfferText.HASH));
  }

  @Test
  void readsLinesThatEndWithLineFeedOnly() throws SdpException {
    assertThat(SdpOffer.read(OfferText.audio().toString().replace("\r", "")).payloadType())
        .isEqualTo(111);
  }

  @Test
  void takesTransportFromTheSession() throws SdpException {
    SdpOffer offer =
        OfferText.audio()
            .without("a=ice-ufrag")
            .without("a=ice-pwd")
            .without("a=fingerprint")
            .without("a=setup")
            .withBefore(
                "m=",
                "a=ice-ufrag:session",
                "a=ice-pwd:" + OfferText.PASSWORD,
                "a=fingerprint:SHA-256 " + OfferText.HASH.toLowerCase(java.util.Locale.ROOT),
                "a=setup:active")
            .read();
    assertThat(offer.userFragment()).isEqualTo("session");
    assertThat(offer.fingerprints()).containsExactly(new Fingerprint("sha-256", OfferText.HASH));
  }

  @Test
  void takesTransportFromTheFirstOfTheBundle() throws SdpException {
    SdpOffer offer =
        OfferText.audio()
            .without("a=ice-ufrag")
            .without("a=ice-pwd")
            .without("a=fingerprint")
            .without("a=setup")
            .with("a=group", "a=group:BUNDLE v 0")
            .with("m=audio", "m=audio 0 UDP/TLS/RTP/SAVPF 63 111 0")
            .and("a=bundle-only")
            .withBefore(
                "m=",
                "m=video 9 UDP/TLS/RTP/SAVPF 96",
                "a=mid:v",
                "a=ice-ufrag:first",
                "a=ice-pwd:" + OfferText.PASSWORD,
                "a=fingerprint:sha-256 " + OfferText.HASH,
                "a=setup:actpass")
            .read();
    assertThat(offer.userFragment()).isEqualTo("first");
  }

  @Test
  void takesTheFirstAudioThatWouldSendOpus() throws SdpException {
    SdpOffer offer =
        OfferText.audio()
            .withBefore(
                "m=",
                "m=audio 9 UDP/TLS/RTP/SAVPF 0",
                "a=sendrecv",
                "m=audio 9 UDP/TLS/RTP/SAVPF 109",
                "a=rtpmap:109 opus/48000/2",
                "a=recvonly")
            .with("a=rtpmap:111", "a=rtpmap:111 OPUS/48000/2")
            .read();
    assertThat(offer.payloadType()).isEqualTo(111);
  }

  @Test
  void knowsWhetherNackIsOffered() throws SdpException {
    assertThat(OfferText.audio().without("a=rtcp-fb:111 nack").read().offersNack()).isFalse();
    assertThat(OfferText.audio().with("a=rtcp-fb:111 nack", "a=rtcp-fb:* nack").read().offersNack())
        .isTrue();
    assertThat(
            OfferText.audio()
                .with("a=rtcp-fb:111 nack", "a=rtcp-fb:111 nack pli")
                .read()
                .offersNack())
        .isFalse();
  }

  static Stream<Arguments> faults() {
    OfferText audio = OfferText.audio();
    return Stream.of(
        Arguments.of("no m=audio that is sent", audio.without("m=")),
        Arguments.of("no m=audio that is sent", audio.with("a=sendonly", "a=recvonly")),
        Arguments.of("no m=audio that is sent", audio.with("a=sendonly", "a=inactive")),
        Arguments.of("no m=audio that is sent", audio.with("m=audio", "m=audio 9 RTP/AVP 111")),
        Arguments.of(
            "no m=audio that is sent", audio.with("m=audio", "m=audio 0 UDP/TLS/RTP/SAVPF 111")),
        Arguments.of("no m=audio with opus", audio.without("a=rtpmap:111")),
        Arguments.of(
            "no m=audio with opus", audio.with("a=rtpmap:111", "a=rtpmap:112 opus/48000/2")),
        Arguments.of("no a=ice-ufrag", audio.without("a=ice-ufrag")),
        Arguments.of("a=ice-ufrag not of 4", audio.with("a=ice-ufrag", "a=ice-ufrag:abc")),
        Arguments.of("a=ice-ufrag not of 4", audio.with("a=ice-ufrag", "a=ice-ufrag:ab cd")),
        Arguments.of("no a=ice-pwd", audio.without("a=ice-pwd")),
        Arguments.of("a=ice-pwd not of 22", audio.with("a=ice-pwd", "a=ice-pwd:short")),
        Arguments.of("no a=fingerprint", audio.without("a=fingerprint")),
        Arguments.of(
            "no a=fingerprint of sha-256", audio.with("a=fingerprint", "a=fingerprint:md5 00:11")),
        Arguments.of("a=fingerprint without", audio.with("a=fingerprint", "a=fingerprint:sha-256")),
        Arguments.of("no a=setup", audio.without("a=setup")),
        Arguments.of("a=setup:passive", audio.with("a=setup", "a=setup:passive")),
        Arguments.of("audio without a=rtcp-mux", audio.without("a=rtcp-mux")),
        Arguments.of("begins without v=0", audio.without("v=")),
        Arguments.of("m= line without", audio.with("m=audio", "m=audio 9")),
        Arguments.of(
            "port that is no number", audio.with("m=audio", "m=audio x UDP/TLS/RTP/SAVPF 111")),
        Arguments.of(
            "port above 65535", audio.with("m=audio", "m=audio 65536 UDP/TLS/RTP/SAVPF 111")),
        Arguments.of("a=mid not of 1", audio.with("a=mid", "a=mid:" + "m".repeat(65))),
        Arguments.of("more than 4096 characters", audio.and("a=x:" + "x".repeat(4096))),
        Arguments.of(
            "more than 64 m= lines", audio.and("m=video 9 X 1\r\n".repeat(64).split("\r\n", -1))),
        Arguments.of("more than 2000 lines", audio.and("a=x\r\n".repeat(2000))),
        Arguments.of("more than 64 KB", audio.and("a=xxxxxxxxxxxxxxxxxxxx\r\n".repeat(3000))));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhyItCannotBeAnswered(String reason, OfferText offer) {
    assertThatThrownBy(offer::read).isInstanceOf(SdpException.class).hasMessageContaining(reason);
  }

  @Test
  void refusesTheEmptyText() {
    assertThatThrownBy(() -> SdpOffer.read("")).isInstanceOf(SdpException.class);
  }

  /** A damaged offer is refused as such, or understood; nothing else comes of it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesDamage(long seed) {
    Random random = new Random(seed);
    String whole = OfferText.audio().toString();
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int n = random.nextInt(4); n >= 0; n--) {
        damaged.setCharAt(random.nextInt(whole.length()), (char) random.nextInt(128));
      }
      damaged.setLength(random.nextInt(whole.length()) + 1);
      try {
        SdpOffer.read(damaged.toString());
      } catch (SdpException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(2_000, 5_000);
  }
}
