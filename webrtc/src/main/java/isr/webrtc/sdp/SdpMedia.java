package isr.webrtc.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One {@code m=} line and its attributes (RFC 8866, section 5.14).
 *
 * @param kind such as {@code audio}
 * @param port 0 where the offerer does not want it, or bundles it
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats such as payload types
 * @param attributes those below it
 */
record SdpMedia(
    String kind, int port, String protocol, List<String> formats, SdpSection attributes) {
  private static final List<String> PROTOCOLS =
      List.of("UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "RTP/SAVPF");

  /** Reads what follows {@code m=}. */
  static SdpMedia read(String line) throws SdpException {
    List<String> words = Arrays.asList(line.split(" ", -1));
    SdpLines.check(words.size() >= 4, "m= line without media, port, protocol and format");
    for (String word : words) {
      SdpLines.check(word.matches("[!-~]+"), "m= line of more than tokens");
    }
    return new SdpMedia(
        words.get(0),
        SdpNumbers.read(words.get(1).split("/", -1)[0], 65_535, "port"),
        words.get(2),
        List.copyOf(words.subList(3, words.size())),
        new SdpSection());
  }

  Optional<String> mid() {
    return attributes.value("mid");
  }

  /** Whether the offerer wants to send audio here, by RTP over DTLS with feedback. */
  boolean offersAudio() {
    return kind.equals("audio")
        && (port > 0 || attributes.has("bundle-only"))
        && PROTOCOLS.contains(protocol)
        && !attributes.has("recvonly")
        && !attributes.has("inactive");
  }

  /** The payload type of Opus (RFC 7587, section 7), as it is written. */
  Optional<String> opus() {
    return attributes
        .values("rtpmap")
        .map(map -> map.split(" ", 2))
        .filter(map -> map.length == 2 && map[1].strip().equalsIgnoreCase("opus/48000/2"))
        .map(map -> map[0])
        .filter(formats::contains)
        .findFirst();
  }
}
