package isr.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on the loopback interface that does on each path what a script says, at each visit. */
public final class HostileServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, List<Long>> visits = new ConcurrentHashMap<>();
  private final List<Closeable> open = new CopyOnWriteArrayList<>();

  /** What is done with a visitor, once his request has been read. */
  @FunctionalInterface
  public interface Script {
    /**
     * Does it; the connection is closed afterwards.
     *
     * @param count his visits to the path before this one
     */
    void play(Visitor visitor, int count) throws Exception;
  }

  /** One connection. */
  public static final class Visitor {
    private final Socket socket;
    private final String path;

    private Visitor(Socket socket, String path) {
      this.socket = socket;
      this.path = path;
    }

    /** What he asked for. */
    public String path() {
      return path;
    }

    /** Sends lines and the empty one behind them. */
    public Visitor head(String... lines) throws IOException {
      return send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** Sends text as Latin-1. */
    public Visitor send(String text) throws IOException {
      return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public Visitor send(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      return this;
    }

    /** Sends one after the other. */
    public Visitor send(List<byte[]> pieces) throws IOException {
      for (byte[] piece : pieces) {
        send(piece);
      }
      return this;
    }

    /** Ends the connection with RST instead of FIN, once what was sent has been read. */
    public void reset() throws IOException {
      Await.pass(java.time.Duration.ofMillis(700));
      socket.setSoLinger(true, 0);
    }

    /** Waits until he has gone. */
    public void untilGone() throws IOException {
      try {
        while (socket.getInputStream().read() >= 0) {}
      } catch (SocketException e) {
        // gone as well
      }
    }
  }

  private HostileServer() throws IOException {
    listener = Loopback.listen(0);
    daemon(this::accept);
  }

  /** Starts one that answers nothing on any path. */
  public static HostileServer start() throws IOException {
    return new HostileServer();
  }

  /** Does this on all paths that begin so. */
  public HostileServer on(String path, Script script) {
    scripts.put(path, script);
    visits.put(path, new CopyOnWriteArrayList<>());
    return this;
  }

  /** The address of a path. */
  public String url(String path) {
    return "http://127.0.0.1:" + listener.getLocalPort() + path;
  }

  /** When the path was asked for, by {@link System#nanoTime}. */
  public List<Long> visits(String path) {
    return new ArrayList<>(visits.get(path));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    open.add(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      String target = RawClient.readHeader(in).split(" ", 3)[1];
      String path = "/" + target.split("/", 3)[1];
      List<Long> known = visits.get(path);
      int count = known.size();
      known.add(System.nanoTime());
      scripts.get(path).play(new Visitor(socket, target), count);
    } catch (Exception e) {
      // He is gone, which whoever sent him judges.
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Closeable socket : open) {
      socket.close();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "hostile server");
    thread.setDaemon(true);
    thread.start();
  }
}
