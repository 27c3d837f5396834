package isr.webrtc;

import isr.webrtc.sdp.IceCandidate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.AbstractUdpListener;
import org.ice4j.ice.harvest.StunMappingCandidateHarvester;
import org.ice4j.util.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UDP port that all sessions share, at each local address; by ice4j. Its settings are system
 * properties, which are left alone where they are set.
 */
final class IceGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IceGateway.class);

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          // Do not ask whether this is a machine of Amazon's.
          Map.entry("ice4j.harvest.mapping.aws.enabled", "false"),
          Map.entry("ice4j.harvest.use-link-local-addresses", "false"),
          // With more than one socket, another process could share the port.
          Map.entry("ice4j.harvest.udp.socket-pool-size", "1"),
          Map.entry("ice4j.harvest.udp.receive-buffer-size", "1048576"),
          Map.entry("ice4j.consent-freshness.interval", "5 seconds"),
          Map.entry("ice4j.redact-remote-addresses", "true"),
          Map.entry("ice4j.software", ""),
          Map.entry("org.ice4j.REQUIRE_MESSAGE_INTEGRITY", "true"));

  static {
    SETTINGS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    LibraryLogs.toSlf4j("org.ice4j", "org.jitsi", "JitsiConfig");
    AbstractUdpListener.USE_PUSH_API = true;
  }

  private final List<PortListener> listeners;
  private volatile Optional<InetAddress> publicAddress;

  private IceGateway(List<PortListener> listeners, Optional<InetAddress> publicAddress) {
    this.listeners = listeners;
    this.publicAddress = publicAddress;
  }

  /**
   * Takes the port at each address.
   *
   * @throws IOException where it is not free at one of them
   */
  static IceGateway open(RtcSettings settings) throws IOException {
    List<InetAddress> addresses =
        settings.addresses().isEmpty() ? LocalAddresses.usable() : settings.addresses();
    return new IceGateway(
        PortListener.open(addresses, settings.udpPort()), settings.publicAddress());
  }

  /** The port that all sessions share. */
  int port() {
    return listeners.get(0).getLocalAddress().getPort();
  }

  /** Asks each STUN server in turn for the public address, until one tells; blocks for seconds. */
  void discoverPublicAddress(List<String> stunServers) {
    for (String server : stunServers) {
      if (publicAddress.isPresent()) {
        return;
      }
      publicAddress = discover(HostAndPort.read(server));
      publicAddress.ifPresentOrElse(
          address -> LOG.info("public address {}, says {}", address.getHostAddress(), server),
          () -> LOG.warn("STUN server {} does not tell the public address", server));
    }
  }

  /** A path for a new session, whose datagrams that handler takes. */
  IceSession session(IceSession.DatagramHandler handler) throws IOException {
    return new Session(handler);
  }

  @Override
  public void close() {
    listeners.forEach(PortListener::close);
  }

  private Optional<InetAddress> discover(HostAndPort server) {
    InetSocketAddress resolved = new InetSocketAddress(server.host(), server.port());
    if (resolved.isUnresolved()) {
      return Optional.empty();
    }
    return listeners.stream()
        .map(listener -> listener.getLocalAddress().getAddress())
        .filter(address -> address.getClass() == resolved.getAddress().getClass())
        .map(address -> discover(address, resolved))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<InetAddress> discover(InetAddress from, InetSocketAddress server) {
    StunMappingCandidateHarvester harvester =
        new StunMappingCandidateHarvester(
            new TransportAddress(from, 0, Transport.UDP),
            new TransportAddress(server, Transport.UDP));
    harvester.discover();
    return Optional.ofNullable(harvester.getMask()).map(TransportAddress::getAddress);
  }

  private final class Session implements IceSession {
    private final Agent agent = new Agent();
    private final IceMediaStream stream;
    private final Component component;

    Session(DatagramHandler handler) throws IOException {
      agent.setControlling(false);
      agent.setTrickling(true);
      agent.setUseDynamicPorts(false);
      agent.setPerformConsentFreshness(true);
      listeners.forEach(agent::addCandidateHarvester);
      stream = agent.createMediaStream("audio");
      component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
      component.setBufferCallback(buffer -> pass(buffer, handler));
    }

    private void pass(Buffer buffer, DatagramHandler handler) {
      handler.received(buffer.getBuffer(), buffer.getOffset(), buffer.getLength());
    }

    @Override
    public String userFragment() {
      return agent.getLocalUfrag();
    }

    @Override
    public String password() {
      return agent.getLocalPassword();
    }

    @Override
    public List<IceCandidate> candidates() {
      List<IceCandidate> candidates = new ArrayList<>();
      for (LocalCandidate local : component.getLocalCandidates()) {
        IceCandidate host = host(local);
        candidates.add(host);
        publicAddress
            .filter(
                address ->
                    address.getClass() == local.getTransportAddress().getAddress().getClass())
            .map(address -> reflexive(host, address))
            .ifPresent(candidates::add);
      }
      return candidates;
    }

    private IceCandidate host(LocalCandidate local) {
      TransportAddress address = local.getTransportAddress();
      return new IceCandidate(
          local.getFoundation(),
          "udp",
          local.getPriority(),
          address.getHostAddress(),
          address.getPort(),
          "host",
          Optional.empty());
    }

    /** As if a STUN server had told it: of type preference 100 (RFC 8445, section 5.1.2.2). */
    private IceCandidate reflexive(IceCandidate host, InetAddress address) {
      return new IceCandidate(
          host.foundation() + "1",
          "udp",
          (100L << 24) | (host.priority() & 0xff_ffff),
          address.getHostAddress(),
          host.port(),
          "srflx",
          Optional.of(new IceCandidate.Base(host.address(), host.port())));
    }

    @Override
    public void start(String remoteUserFragment, String remotePassword) {
      stream.setRemoteUfrag(remoteUserFragment);
      stream.setRemotePassword(remotePassword);
      agent.startConnectivityEstablishment();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      try {
        component.send(bytes, offset, length);
      } catch (IOException e) {
        LOG.debug("not sent: {}", e.getMessage());
      }
    }

    @Override
    public boolean isFailed() {
      return agent.getState() == IceProcessingState.FAILED;
    }

    @Override
    public void close() {
      @Nullable String userFragment = agent.getLocalUfrag();
      listeners.forEach(listener -> listener.forget(userFragment));
      agent.free();
    }
  }
}
