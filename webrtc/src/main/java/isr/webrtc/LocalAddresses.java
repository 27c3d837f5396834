package isr.webrtc;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;

/** The addresses of this machine. */
final class LocalAddresses {
  private LocalAddresses() {}

  /** Those that others reach it by; where there is none, the loopback address. */
  static List<InetAddress> usable() throws SocketException {
    List<InetAddress> addresses =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .filter(LocalAddresses::isUp)
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .filter(address -> !address.isMulticastAddress() && !address.isAnyLocalAddress())
            .toList();
    return addresses.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : addresses;
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
