package isr.webrtc;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param udpPort of all sessions; 0 for any that is free
 * @param addresses to listen at; empty for all of this machine but loopback and link-local ones
 * @param publicAddress under which routers forward the port to this machine, told to clients
 * @param stunServers {@code host:port} (RFC 8489), asked for the public address at the start where
 *     none is given; the port is taken to be forwarded as it is
 * @param maxSessions that may be open at once, half-open ones included; 1 to 1000
 * @param idleTimeout after which a session without audio ends
 * @param connectTimeout after which an offer that nobody followed up ends
 */
public record RtcSettings(
    int udpPort,
    List<InetAddress> addresses,
    Optional<InetAddress> publicAddress,
    List<String> stunServers,
    int maxSessions,
    Duration idleTimeout,
    Duration connectTimeout) {
  private static final int MAX_SESSIONS = 1000;

  /** Checks the ranges. */
  public RtcSettings {
    addresses = List.copyOf(addresses);
    stunServers = List.copyOf(stunServers);
    check(udpPort >= 0 && udpPort <= 65_535, "UDP port not from 0 to 65535: " + udpPort);
    check(maxSessions >= 1 && maxSessions <= MAX_SESSIONS, "sessions not from 1 to 1000");
    check(idleTimeout.compareTo(Duration.ZERO) > 0, "idle timeout not above 0");
    check(connectTimeout.compareTo(Duration.ZERO) > 0, "connect timeout not above 0");
    stunServers.forEach(HostAndPort::read);
  }

  /** Any port, all addresses, no public one, 50 sessions, 10 s without audio, 20 s to connect. */
  public static RtcSettings defaults() {
    return new RtcSettings(
        0,
        List.of(),
        Optional.empty(),
        List.of(),
        50,
        Duration.ofSeconds(10),
        Duration.ofSeconds(20));
  }

  /** The same at other addresses. */
  public RtcSettings withAddresses(List<InetAddress> others) {
    return new RtcSettings(
        udpPort, others, publicAddress, stunServers, maxSessions, idleTimeout, connectTimeout);
  }

  /** The same with other limits. */
  public RtcSettings withLimits(int sessions, Duration idle, Duration connect) {
    return new RtcSettings(udpPort, addresses, publicAddress, stunServers, sessions, idle, connect);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
