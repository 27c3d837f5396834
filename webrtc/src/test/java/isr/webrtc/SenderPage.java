package isr.webrtc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Serves the page that sends, and takes its offers to a server. */
final class SenderPage implements AutoCloseable {
  private final HttpServer http;
  private final RtcServer server;
  private final RtcParameters parameters;
  private final UnaryOperator<String> onTheWay;
  private volatile CollectingListener listener = new CollectingListener();
  private volatile RtcSession session;

  /**
   * At a free port of the loopback address.
   *
   * @param onTheWay what becomes of an answer before the page gets it
   */
  SenderPage(RtcServer server, RtcParameters parameters, UnaryOperator<String> onTheWay)
      throws IOException {
    this.server = server;
    this.parameters = parameters;
    this.onTheWay = onTheWay;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", exchange -> reply(exchange, 200, page()));
    http.createContext("/offer", this::offer);
    http.start();
  }

  String url() {
    return "http://localhost:" + http.getAddress().getPort() + "/";
  }

  /** Of the last offer. */
  RtcSession session() {
    return session;
  }

  /** Of the last offer. */
  CollectingListener listener() {
    return listener;
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void offer(HttpExchange exchange) throws IOException {
    String sdp = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    CollectingListener fresh = new CollectingListener();
    try {
      session = server.offer(sdp, parameters, fresh);
      listener = fresh;
      reply(exchange, 200, onTheWay.apply(session.answer()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      reply(exchange, 400, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] page() throws IOException {
    try (InputStream in = SenderPage.class.getResourceAsStream("sender.html")) {
      return in.readAllBytes();
    }
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
