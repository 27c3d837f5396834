package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a page of another site makes a browser do: all that changes something, and live
 * connections. Such requests need a header of ours, which no other site may set, and if the browser
 * tells the page's origin, it has to be this one.
 */
final class CrossSite implements HttpHandler {
  /** The header that the page sets; its value does not matter. */
  static final HttpString MARK = new HttpString("X-Isr");

  private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
  private static final Set<HttpString> SAFE = Set.of(Methods.GET, Methods.HEAD);

  private final HttpHandler next;

  CrossSite(HttpHandler next) {
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    HeaderMap headers = exchange.getRequestHeaders();
    boolean changes = !SAFE.contains(exchange.getRequestMethod());
    boolean live = headers.contains(Headers.UPGRADE);
    boolean foreign =
        isOtherSite(headers.getFirst(FETCH_SITE))
            || isOtherOrigin(headers.getFirst(Headers.ORIGIN), exchange);
    if (((changes || live) && foreign) || (changes && !headers.contains(MARK))) {
      throw new Problem(403, "Cross-site request", "This is for the page of this server alone.");
    }
    next.handleRequest(exchange);
  }

  private static boolean isOtherSite(@Nullable String site) {
    return site != null && !site.equals("same-origin") && !site.equals("none");
  }

  private static boolean isOtherOrigin(@Nullable String origin, HttpServerExchange exchange) {
    return origin != null
        && !origin.equalsIgnoreCase("http://" + exchange.getHostAndPort())
        && !origin.equalsIgnoreCase("https://" + exchange.getHostAndPort());
  }
}
