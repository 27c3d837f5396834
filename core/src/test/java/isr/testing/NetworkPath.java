package isr.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network between a client and a server on the loopback interface, as a forwarding port that
 * can be broken in the ways that networks break.
 *
 * <ul>
 *   <li>{@link #cut}: nothing passes any more in either direction; connections stay, and what was
 *       sent meanwhile is gone for good. New connections are taken, and hear nothing.
 *   <li>{@link #stall}: as a cut, but what was sent meanwhile is delivered when the path heals.
 *   <li>{@link #reset}: all connections are broken, and new ones refused until it heals.
 * </ul>
 */
public final class NetworkPath implements AutoCloseable {
  private static final int BUFFER_BYTES = 16_384;

  private enum State {
    OPEN,
    CUT,
    STALLED
  }

  private final int serverPort;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private State state = State.OPEN;
  private ServerSocket listener;

  private NetworkPath(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = Loopback.listen(0);
    this.port = listener.getLocalPort();
    accept(listener);
  }

  /** A path to a server's port. */
  public static NetworkPath to(int serverPort) {
    try {
      return new NetworkPath(serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address that leads to the server's address through this path. */
  public URI through(URI uri) {
    return URI.create("http://127.0.0.1:" + port + uri.getRawPath());
  }

  /** How many connections have been made so far. */
  public int connections() {
    return connections.get();
  }

  /** Loses everything from here on, silently. */
  public void cut() {
    become(State.CUT);
  }

  /** Holds everything back from here on. */
  public void stall() {
    become(State.STALLED);
  }

  /** Breaks all connections and refuses new ones. */
  public void reset() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(NetworkPath::reset);
    sockets.clear();
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0); // a reset, not an orderly end
    } catch (IOException e) {
      // It is closed already.
    }
    closeQuietly(socket);
  }

  /** Works again. Connections that lost something to a cut are dead and stay so. */
  public void heal() {
    try {
      if (listener.isClosed()) {
        listener = Loopback.listen(port);
        accept(listener);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    become(State.OPEN);
  }

  @Override
  public void close() {
    reset();
    become(State.OPEN);
  }

  private synchronized void become(State next) {
    state = next;
    notifyAll();
  }

  private synchronized State passable() throws InterruptedException {
    while (state == State.STALLED) {
      wait();
    }
    return state;
  }

  private void accept(ServerSocket from) {
    daemon(
        () -> {
          try {
            while (true) {
              connect(from.accept());
            }
          } catch (IOException e) {
            // Closed by reset.
          }
        });
  }

  private void connect(Socket client) {
    connections.incrementAndGet();
    sockets.add(client);
    try {
      Socket server = Loopback.connect(serverPort);
      sockets.add(server);
      daemon(() -> forward(client, server));
      daemon(() -> forward(server, client));
    } catch (IOException e) {
      closeQuietly(client); // nobody listens there
    }
  }

  private void forward(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    boolean lossy = false;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int n;
      while ((n = in.read(buffer)) > 0) {
        lossy |= passable() == State.CUT; // behind a hole in the bytes nothing may follow
        if (!lossy) {
          out.write(buffer, 0, n);
        }
      }
      if (!lossy && passable() != State.CUT) {
        closeQuietly(to);
      }
    } catch (IOException e) {
      closeQuietly(to);
      closeQuietly(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "network path");
    thread.setDaemon(true);
    thread.start();
  }
}
