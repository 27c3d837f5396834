package isr.capture.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on the loopback interface that answers each connection with the next of its scripts. */
final class ScriptedServer implements Closeable {
  /** What is done with one connection, once its request has been read. */
  interface Script {
    void play(Visitor visitor) throws Exception;
  }

  /** One connection. */
  static final class Visitor {
    private final Socket socket;
    private final String request;

    private Visitor(Socket socket, String request) {
      this.socket = socket;
      this.request = request;
    }

    /** The request's lines. */
    List<String> request() {
      return request.lines().toList();
    }

    /** Sends text, a line at a time ended by CR LF. */
    Visitor head(String... lines) throws IOException {
      return send((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    Visitor send(String text) throws IOException {
      return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Visitor send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    }

    /** Ends the connection with RST instead of FIN. */
    void reset() throws SocketException {
      socket.setSoLinger(true, 0);
    }

    /** Waits until the client has gone. */
    void untilGone() throws IOException {
      try {
        while (socket.getInputStream().read() >= 0) {
          // what it still says is of no interest
        }
      } catch (SocketException e) {
        // gone as well
      }
    }
  }

  private final ServerSocket socket;
  private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> requests = new LinkedBlockingQueue<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  ScriptedServer(Script... scripts) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    this.scripts.addAll(List.of(scripts));
    Thread thread = new Thread(this::accept, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  void then(Script script) {
    scripts.add(script);
  }

  int port() {
    return socket.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** The next request that came, as lines. */
  List<String> takeRequest() throws InterruptedException {
    List<String> request = requests.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Requests that came and were not taken. */
  int requestCount() {
    return requests.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        Thread thread = new Thread(() -> serve(client), "scripted-visitor");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      Visitor visitor = new Visitor(client, readRequest(client.getInputStream()));
      requests.add(visitor.request());
      Script script = scripts.poll(10, TimeUnit.SECONDS);
      if (script != null) {
        script.play(visitor);
      }
    } catch (Exception e) {
      // the client is gone, which its own test judges
    }
  }

  private static String readRequest(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no whole request");
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
