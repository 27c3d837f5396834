package isr.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;

/** Offers, built line by line. */
final class OfferText {
  static final String PASSWORD = "abcdefghijklmnopqrstuvwx";
  static final String HASH = "AB:".repeat(31) + "AB";

  private final List<String> lines;

  private OfferText(List<String> lines) {
    this.lines = new ArrayList<>(lines);
  }

  /** Audio and nothing else, as a browser offers it. */
  static OfferText audio() {
    return new OfferText(
        List.of(
            "v=0",
            "o=- 1 2 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 63 111 0",
            "c=IN IP4 0.0.0.0",
            "a=ice-ufrag:abcd",
            "a=ice-pwd:" + PASSWORD,
            "a=ice-options:trickle",
            "a=fingerprint:sha-256 " + HASH,
            "a=setup:actpass",
            "a=mid:0",
            "a=sendonly",
            "a=rtcp-mux",
            "a=rtpmap:63 red/48000/2",
            "a=rtpmap:111 opus/48000/2",
            "a=rtcp-fb:111 transport-cc",
            "a=rtcp-fb:111 nack",
            "a=fmtp:111 minptime=10;useinbandfec=1",
            "a=rtpmap:0 PCMU/8000"));
  }

  /** With another line instead of the one that begins so. */
  OfferText with(String beginning, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.replaceAll(old -> old.startsWith(beginning) ? line : old);
    if (changed.equals(lines)) {
      throw new AssertionError("no line " + beginning);
    }
    return new OfferText(changed);
  }

  /** Without the lines that begin so. */
  OfferText without(String beginning) {
    List<String> changed = new ArrayList<>(lines);
    if (!changed.removeIf(line -> line.startsWith(beginning))) {
      throw new AssertionError("no line " + beginning);
    }
    return new OfferText(changed);
  }

  /** With lines before the first that begins so. */
  OfferText withBefore(String beginning, String... more) {
    List<String> changed = new ArrayList<>(lines);
    int at = 0;
    while (!changed.get(at).startsWith(beginning)) {
      at++;
    }
    changed.addAll(at, List.of(more));
    return new OfferText(changed);
  }

  /** With lines at the end. */
  OfferText and(String... more) {
    List<String> changed = new ArrayList<>(lines);
    changed.addAll(List.of(more));
    return new OfferText(changed);
  }

  SdpOffer read() throws SdpException {
    return SdpOffer.read(toString());
  }

  @Override
  public String toString() {
    return String.join("\r\n", lines) + "\r\n";
  }
}
