package isr.webrtc.sdp;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the answer to an offer (RFC 9429, section 5.3): its audio is received, everything else is
 * rejected with port 0 and left out of the bundle (RFC 8843, section 7.3).
 */
public final class SdpAnswer {
  private static final String END = "\r\n";

  private final StringBuilder text = new StringBuilder();

  private SdpAnswer() {}

  /**
   * What the transport of the answer is.
   *
   * @param userFragment of the answerer
   * @param password of the answerer
   * @param fingerprint of its certificate
   * @param candidates all that there are
   */
  public record Transport(
      String userFragment,
      String password,
      Fingerprint fingerprint,
      List<IceCandidate> candidates) {
    /** Copies the list. */
    public Transport {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * Writes the answer.
   *
   * @param sessionId a number of 63 bits, another one each time
   * @param opus parameters of the {@code a=fmtp} line (RFC 7587, section 6.1)
   */
  public static String write(
      SdpOffer offer, long sessionId, Transport transport, Map<String, String> opus) {
    SdpAnswer answer = new SdpAnswer();
    answer.line("v=0");
    answer.line("o=- " + sessionId + " 1 IN IP4 0.0.0.0");
    answer.line("s=-");
    answer.line("t=0 0");
    if (offer.isBundled(offer.audio())) {
      answer.line("a=group:BUNDLE " + offer.audio().mid().orElseThrow());
    }
    for (SdpMedia media : offer.media()) {
      if (media.equals(offer.audio())) {
        answer.audio(offer, transport, opus);
      } else {
        answer.rejected(media);
      }
    }
    return answer.text.toString();
  }

  private void audio(SdpOffer offer, Transport transport, Map<String, String> opus) {
    SdpMedia audio = offer.audio();
    int type = offer.payloadType();
    line("m=audio 9 " + audio.protocol() + " " + type);
    line("c=IN IP4 0.0.0.0");
    audio.mid().ifPresent(mid -> line("a=mid:" + mid));
    line("a=recvonly");
    line("a=rtcp-mux");
    line("a=ice-ufrag:" + transport.userFragment());
    line("a=ice-pwd:" + transport.password());
    line("a=ice-options:trickle");
    line("a=fingerprint:" + transport.fingerprint());
    line("a=setup:passive");
    line("a=rtpmap:" + type + " opus/48000/2");
    line("a=fmtp:" + type + " " + parameters(opus));
    if (offer.offersNack()) {
      line("a=rtcp-fb:" + type + " nack");
    }
    transport.candidates().forEach(candidate -> line("a=" + candidate));
    line("a=end-of-candidates");
  }

  private void rejected(SdpMedia media) {
    line("m=%s 0 %s %s".formatted(media.kind(), media.protocol(), media.formats().get(0)));
    line("c=IN IP4 0.0.0.0");
    media.mid().ifPresent(mid -> line("a=mid:" + mid));
    line("a=inactive");
  }

  private static String parameters(Map<String, String> opus) {
    return new TreeMap<>(opus)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(";"));
  }

  private void line(String line) {
    text.append(line).append(END);
  }
}
