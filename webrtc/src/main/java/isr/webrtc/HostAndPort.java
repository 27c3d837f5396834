package isr.webrtc;

/**
 * An address as it is configured.
 *
 * @param host a name or a literal
 * @param port 1 to 65535
 */
record HostAndPort(String host, int port) {
  private static final int DEFAULT_STUN_PORT = 3478;

  /**
   * Reads {@code host}, {@code host:port} or {@code stun:host:port} (RFC 7064).
   *
   * @throws IllegalArgumentException where it is none of them
   */
  static HostAndPort read(String text) {
    String address = text.startsWith("stun:") ? text.substring("stun:".length()) : text;
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    String port = colon < 0 ? String.valueOf(DEFAULT_STUN_PORT) : address.substring(colon + 1);
    if (!host.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]")
        || !port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException("expected host:port of a STUN server, found " + text);
    }
    return new HostAndPort(host, Integer.parseInt(port));
  }
}
