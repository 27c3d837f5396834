package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds who answers a path: the longest prefix of names decides, then the method. */
final class Router implements HttpHandler {
  /** What is told of a recording: {@code GET /api/recordings/ROOT/PATH/PART}. */
  interface Part {
    void answer(HttpServerExchange exchange, RequestedFile file) throws IOException;
  }

  private record Route(
      String prefix, boolean exact, Set<HttpString> methods, HttpHandler handler) {}

  private static final Set<HttpString> READ = Set.of(Methods.GET, Methods.HEAD);

  private final List<Route> routes = new ArrayList<>();

  /** Answers reads of one path. */
  Router get(String path, HttpHandler handler) {
    routes.add(new Route(path, true, READ, handler));
    return this;
  }

  /** Answers reads of all paths that begin so. */
  Router below(String prefix, HttpHandler handler) {
    routes.add(new Route(prefix, false, READ, handler));
    return this;
  }

  /** Answers deletes of all paths that begin so. */
  Router delete(String prefix, HttpHandler handler) {
    routes.add(new Route(prefix, false, Set.of(Methods.DELETE), handler));
    return this;
  }

  /** Answers for the parts of recordings, by their names. */
  Router parts(String prefix, Roots roots, Map<String, Part> parts) {
    return below(
        prefix,
        exchange -> {
          List<String> names = RequestPath.names(exchange);
          Part part = parts.get(names.get(names.size() - 1));
          if (part == null || names.size() < 5) {
            throw Problem.notFound();
          }
          part.answer(exchange, roots.find(names.subList(2, names.size() - 1)));
        });
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String path = exchange.getRequestPath();
    List<Route> found =
        routes.stream()
            .filter(r -> r.exact ? path.equals(r.prefix) : path.startsWith(r.prefix))
            .toList();
    if (found.isEmpty()) {
      throw Problem.notFound();
    }
    for (Route route : found) {
      if (route.methods.contains(exchange.getRequestMethod())) {
        route.handler.handleRequest(exchange);
        return;
      }
    }
    String allowed =
        found.stream()
            .flatMap(route -> route.methods.stream())
            .map(HttpString::toString)
            .sorted()
            .collect(Collectors.joining(", "));
    throw new Problem(
        405, "Method not allowed", "Allowed here: " + allowed, Map.of("Allow", allowed));
  }
}
