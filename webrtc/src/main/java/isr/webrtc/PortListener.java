package isr.webrtc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.harvest.SinglePortUdpHarvester;
import org.ice4j.util.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared port at one local address, with a thread that reads it. Each address that a client
 * sends from costs ice4j a thread and a socket, so their number is limited.
 */
final class PortListener extends SinglePortUdpHarvester {
  private static final Logger LOG = LoggerFactory.getLogger(PortListener.class);
  private static final int MAX_ADDRESSES_OF_SESSION = 8;
  private static final int ATTEMPTS = 20;

  /** How many addresses each session has been reached from, by its user fragment. */
  private final Map<String, Integer> addresses = new ConcurrentHashMap<>();

  private PortListener(TransportAddress address) throws IOException {
    super(address);
  }

  /** Takes the same port at each address; where it may be any, tries some. */
  static List<PortListener> open(List<InetAddress> addresses, int port) throws IOException {
    if (addresses.isEmpty()) {
      throw new IOException("this machine has no address to listen at");
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return openOnce(addresses, port);
      } catch (IOException e) {
        if (port != 0 || attempt == ATTEMPTS) {
          throw new IOException("UDP port %d: %s".formatted(port, e.getMessage()), e);
        }
      }
    }
  }

  private static List<PortListener> openOnce(List<InetAddress> addresses, int port)
      throws IOException {
    List<PortListener> open = new ArrayList<>();
    try {
      int common = port;
      for (InetAddress address : addresses) {
        PortListener listener =
            new PortListener(new TransportAddress(address, common, Transport.UDP));
        open.add(listener);
        common = listener.getLocalAddress().getPort();
      }
      return List.copyOf(open);
    } catch (IOException e) {
      open.forEach(PortListener::close);
      throw e;
    }
  }

  /** That session is over. */
  void forget(String userFragment) {
    addresses.remove(userFragment);
  }

  /** Called by the thread that reads, which must not end by an exception. */
  @Override
  protected @Nullable MySocket maybeAcceptNewSession(
      Buffer buffer, InetSocketAddress remote, String userFragment) {
    if (addresses.getOrDefault(userFragment, 0) >= MAX_ADDRESSES_OF_SESSION) {
      return null;
    }
    try {
      MySocket socket = super.maybeAcceptNewSession(buffer, remote, userFragment);
      if (socket != null) {
        addresses.merge(userFragment, 1, Integer::sum);
      }
      return socket;
    } catch (RuntimeException e) {
      LOG.debug("a connectivity check is dropped", e);
      return null;
    }
  }
}
