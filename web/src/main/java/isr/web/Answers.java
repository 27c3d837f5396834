package isr.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes JSON. */
final class Answers {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Answers with a record. */
  static void json(HttpServerExchange exchange, Object value) {
    send(exchange, "application/json", value);
  }

  static void problem(HttpServerExchange exchange, Problem problem) {
    exchange.setStatusCode(problem.status());
    problem
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    send(exchange, "application/problem+json", problem.body());
  }

  private static void send(HttpServerExchange exchange, String type, Object value) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseSender().send(ByteBuffer.wrap(bytes(value)));
  }

  static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // records of ours
    }
  }

  /** Answers what another handler throws. */
  static HttpHandler catching(HttpHandler next) {
    return exchange -> {
      try {
        next.handleRequest(exchange);
      } catch (Problem problem) {
        failed(exchange, problem);
      } catch (Exception e) {
        LOG.warn("web: {} failed: {}", exchange.getRequestPath(), e.toString());
        LOG.debug("web", e);
        failed(exchange, new Problem(500, "Failed", "This could not be answered; see the log."));
      }
    };
  }

  private static void failed(HttpServerExchange exchange, Problem problem) {
    if (exchange.isResponseStarted()) {
      exchange.endExchange();
    } else {
      problem(exchange, problem);
    }
  }
}
