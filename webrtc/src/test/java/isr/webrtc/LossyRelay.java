package isr.webrtc;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A path over UDP that loses datagrams, and delays some so that others overtake them, in both
 * directions and whatever is in them. To the server each client has an address of its own.
 */
final class LossyRelay implements AutoCloseable {
  private static final int MAX_DATAGRAM = 2048;
  private static final int DELAY_MILLIS = 45;

  private final DatagramSocket front;
  private final InetSocketAddress server;
  private double loss;
  private final double reordering;
  private final Random random = new Random(1);
  private final Map<SocketAddress, DatagramSocket> clients = new ConcurrentHashMap<>();
  private final ScheduledExecutorService delays = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong delayed = new AtomicLong();

  /** To a port of this machine. */
  LossyRelay(int serverPort, double loss, double reordering) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.front = new DatagramSocket(0, loopback);
    this.server = new InetSocketAddress(loopback, serverPort);
    this.loss = loss;
    this.reordering = reordering;
    start(() -> forward(front));
  }

  /** An answer that leads here. */
  String reroute(String answer) {
    return answer.replace(
        " " + server.getPort() + " typ host", " " + front.getLocalPort() + " typ host");
  }

  /** Lets nothing through from now on. */
  synchronized void cut() {
    loss = 1;
  }

  @Override
  public void close() {
    delays.shutdownNow();
    front.close();
    clients.values().forEach(DatagramSocket::close);
  }

  @Override
  public String toString() {
    return dropped + " datagrams dropped, " + delayed + " delayed";
  }

  private void forward(DatagramSocket from) {
    DatagramPacket datagram = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    try {
      while (true) {
        datagram.setLength(MAX_DATAGRAM);
        from.receive(datagram);
        byte[] bytes = new byte[datagram.getLength()];
        System.arraycopy(datagram.getData(), 0, bytes, 0, bytes.length);
        DatagramSocket through = clients.computeIfAbsent(datagram.getSocketAddress(), this::client);
        treat(through, new DatagramPacket(bytes, bytes.length, server));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private DatagramSocket client(SocketAddress client) {
    try {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      start(() -> back(socket, client));
      return socket;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void back(DatagramSocket from, SocketAddress client) {
    try {
      while (true) {
        DatagramPacket datagram = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        from.receive(datagram);
        datagram.setSocketAddress(client);
        treat(front, datagram);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private synchronized void treat(DatagramSocket through, DatagramPacket datagram) {
    double fate = random.nextDouble();
    if (fate < loss) {
      dropped.incrementAndGet();
    } else if (fate < loss + reordering) {
      delayed.incrementAndGet();
      var unused =
          delays.schedule(() -> send(through, datagram), DELAY_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      send(through, datagram);
    }
  }

  private static void send(DatagramSocket through, DatagramPacket datagram) {
    try {
      through.send(datagram);
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "lossy relay");
    thread.setDaemon(true);
    thread.start();
  }
}
