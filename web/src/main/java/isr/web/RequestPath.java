package isr.web;

import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The names of a request's path, decoded once (RFC 3986, sections 2.1 and 3.3). */
final class RequestPath {
  private static final int MAX_CHARS = 8192;

  private RequestPath() {}

  /**
   * The names between the slashes; the server hands the path over as it was sent.
   *
   * @throws Problem 400 when an escape is broken or is no UTF-8
   */
  static List<String> names(HttpServerExchange exchange) {
    return names(exchange.getRequestPath());
  }

  static List<String> names(String path) {
    if (path.length() > MAX_CHARS) {
      throw new Problem(414, "URI too long", "The path is too long.");
    }
    List<String> names = new ArrayList<>();
    for (String part : (path.startsWith("/") ? path.substring(1) : path).split("/", -1)) {
      names.add(decode(part));
    }
    return names;
  }

  private static String decode(String part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        bytes.write(escape(part, i));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw Problem.badRequest("The path is not UTF-8.");
    }
  }

  private static int escape(String part, int at) {
    int high = at + 2 <= part.length() - 1 ? Character.digit(part.charAt(at + 1), 16) : -1;
    int low = at + 2 <= part.length() - 1 ? Character.digit(part.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw Problem.badRequest("The path has a broken escape.");
    }
    return 16 * high + low;
  }
}
