package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/live}: sends the status once a second to all who listen (RFC 6455), on the thread
 * {@code isr-web-live}. Who has not taken the last message is dropped; what they send is refused
 * beyond a few bytes.
 */
final class LiveSocket implements HttpHandler, AutoCloseable {
  private static final int MAX_LISTENERS = 100;
  private static final int MAX_MESSAGE_BYTES = 1024;
  private static final long PERIOD_MILLIS = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);

  private final Supplier<Object> message;
  private final Set<WebSocketChannel> listeners = ConcurrentHashMap.newKeySet();
  private final Set<WebSocketChannel> sending = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "isr-web-live");
  private final WebSocketProtocolHandshakeHandler handshake =
      new WebSocketProtocolHandshakeHandler(this::connected);

  @SuppressWarnings("ThreadPriorityCheck") // recording comes first, where the system knows ranks
  LiveSocket(Supplier<Object> message) {
    this.message = message;
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (listeners.size() >= MAX_LISTENERS) {
      throw new Problem(
          503, "Too many listeners", "No more than " + MAX_LISTENERS + " may listen.");
    }
    handshake.handleRequest(exchange);
  }

  private void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    String first = text(); // which may have to wait; the others' answers would come before it
    listeners.add(channel);
    channel.addCloseTask(this::forget);
    channel.getReceiveSetter().set(new Ignoring());
    channel.resumeReceives();
    send(channel, first);
  }

  private void forget(WebSocketChannel channel) {
    listeners.remove(channel);
    sending.remove(channel);
  }

  private void run() {
    try {
      while (!closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!listeners.isEmpty()) {
          String text = text();
          listeners.forEach(channel -> send(channel, text));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String text() {
    try {
      return new String(Answers.bytes(message.get()), StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      LOG.debug("web: no status", e);
      return "{\"type\":\"unavailable\"}";
    }
  }

  private void send(WebSocketChannel channel, String text) {
    if (!sending.add(channel)) {
      drop(channel);
      return;
    }
    WebSockets.sendText(
        text,
        channel,
        new WebSocketCallback<Void>() {
          @Override
          public void complete(WebSocketChannel same, Void nothing) {
            sending.remove(channel);
          }

          @Override
          public void onError(WebSocketChannel same, Void nothing, Throwable error) {
            drop(channel);
          }
        });
  }

  private void drop(WebSocketChannel channel) {
    forget(channel);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("web: {}", e.toString());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    listeners.forEach(this::drop);
  }

  private static final class Ignoring extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage text) {
      // nothing is expected
    }

    @Override
    protected long getMaxTextBufferSize() {
      return MAX_MESSAGE_BYTES;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
      return MAX_MESSAGE_BYTES;
    }
  }
}
