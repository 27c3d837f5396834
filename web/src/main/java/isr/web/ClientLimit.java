package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds how many requests of one address are answered at a time. */
final class ClientLimit implements HttpHandler {
  private final int most;
  private final HttpHandler next;
  private final Map<String, Integer> running = new ConcurrentHashMap<>();

  ClientLimit(int most, HttpHandler next) {
    this.most = most;
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String address = exchange.getSourceAddress().getAddress().getHostAddress();
    int count = running.merge(address, 1, Integer::sum);
    exchange.addExchangeCompleteListener(
        (ended, then) -> {
          running.computeIfPresent(address, (key, n) -> n > 1 ? n - 1 : null);
          then.proceed();
        });
    if (count > most) {
      throw new Problem(
          503,
          "Too many requests",
          "No more than " + most + " at a time.",
          Map.of("Retry-After", "1"));
    }
    next.handleRequest(exchange);
  }
}
