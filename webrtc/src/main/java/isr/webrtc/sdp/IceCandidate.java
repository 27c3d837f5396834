package isr.webrtc.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A candidate (RFC 8839, section 5.1) for component 1.
 *
 * @param foundation 1 to 32 characters
 * @param transport such as {@code udp}
 * @param priority unsigned 32 bits
 * @param address a literal, or a name that only its own network knows (mDNS)
 * @param port 0 to 65535
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 * @param base of a reflexive candidate: its address and port
 */
public record IceCandidate(
    String foundation,
    String transport,
    long priority,
    String address,
    int port,
    String type,
    Optional<Base> base) {
  private static final int MAX_ADDRESS_CHARACTERS = 255;
  private static final int MAX_CHARACTERS = 1024;
  private static final List<String> TYPES = List.of("host", "srflx", "prflx", "relay");

  /**
   * Where a reflexive candidate was seen from.
   *
   * @param address a literal
   * @param port 0 to 65535
   */
  public record Base(String address, int port) {}

  /**
   * Reads {@code candidate:…}, with or without {@code a=} before it.
   *
   * @throws SdpException where it is none
   */
  public static IceCandidate read(String text) throws SdpException {
    SdpLines.check(text.length() <= MAX_CHARACTERS, "candidate of more than 1024 characters");
    String line = text.strip();
    line = line.startsWith("a=") ? line.substring(2) : line;
    SdpLines.check(line.startsWith("candidate:"), "candidate without candidate:");
    String[] words = line.substring("candidate:".length()).split(" +", -1);
    SdpLines.check(words.length >= 8 && words[6].equals("typ"), "candidate without its fields");
    SdpLines.check(words[0].matches("[A-Za-z0-9+/-]{1,32}"), "candidate without foundation");
    SdpLines.check(
        words[4].matches("[A-Za-z0-9.:_-]+") && words[4].length() <= MAX_ADDRESS_CHARACTERS,
        "candidate without address");
    SdpLines.check(TYPES.contains(words[7]), "candidate of an unknown type");
    SdpNumbers.read(words[1], 256, "component");
    return new IceCandidate(
        words[0],
        words[2].toLowerCase(Locale.ROOT),
        SdpNumbers.readLong(words[3], 0xffff_ffffL, "priority"),
        words[4],
        SdpNumbers.read(words[5], 65_535, "port"),
        words[7],
        Optional.empty());
  }

  /** As it is written, without {@code a=}. */
  @Override
  public String toString() {
    return "candidate:%s 1 %s %d %s %d typ %s%s"
        .formatted(
            foundation,
            transport,
            priority,
            address,
            port,
            type,
            base.map(seen -> " raddr " + seen.address() + " rport " + seen.port()).orElse(""));
  }
}
