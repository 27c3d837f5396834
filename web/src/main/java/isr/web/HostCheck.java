package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import isr.config.WebSettings;
import java.util.Locale;

/**
 * Refuses requests for other hosts: a page of a stranger may give its own name the address of this
 * machine, and would then be of one origin with what it reads here (DNS rebinding).
 */
final class HostCheck implements HttpHandler {
  private final HttpHandler next;

  HostCheck(HttpHandler next) {
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (!WebSettings.isLoopback(host(exchange.getHostName()))) {
      throw new Problem(
          421, "Misdirected request", "This server is for this machine alone, as localhost.");
    }
    next.handleRequest(exchange);
  }

  private static String host(String name) {
    return name.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
  }
}
