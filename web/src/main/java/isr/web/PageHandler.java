package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** {@code GET /}: the page, and what it consists of, from the resources of this module. */
final class PageHandler implements HttpHandler {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private static final String PREFIX = "/page/";

  private static final Pattern NAME =
      Pattern.compile("(wavesurfer/)?[a-z0-9][a-z0-9.-]*\\.(html|js|css|svg)");

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    String path = exchange.getRequestPath();
    String name = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "index.html";
    if (!NAME.matcher(name).matches()) {
      throw Problem.notFound();
    }
    byte[] content = read(name);
    ETag tag = new ETag(false, tag(content));
    exchange.getResponseHeaders().put(Headers.ETAG, tag.toString());
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
    if (!ETagUtils.handleIfNoneMatch(exchange, tag, true)) {
      exchange.setStatusCode(304).endExchange();
      return;
    }
    String extension = name.substring(name.lastIndexOf('.') + 1);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, TYPES.getOrDefault(extension, ""));
    exchange.getResponseSender().send(ByteBuffer.wrap(content));
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = PageHandler.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw Problem.notFound();
      }
      return in.readAllBytes();
    }
  }

  private static String tag(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return HexFormat.of().toHexDigits((int) crc.getValue()) + "-" + content.length;
  }
}
