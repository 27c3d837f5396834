package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import isr.format.MediaFormats;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /stream/ROOT/PATH} and {@code /download/ROOT/PATH}: a recording, or a part of it.
 *
 * <p>With {@code ?bytes=N} the file counts as no longer than that. So a player that began to play a
 * growing file sees one that stays as it was.
 */
final class FileHandler implements HttpHandler {
  private final Roots roots;
  private final boolean download;

  FileHandler(Roots roots, boolean download) {
    this.roots = roots;
    this.download = download;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    List<String> names = RequestPath.names(exchange);
    RequestedFile requested = roots.find(names.subList(1, names.size()));
    FileChannel file =
        FileChannel.open(requested.real(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    boolean handed = false;
    try {
      handed = answer(exchange, requested, file);
    } finally {
      if (!handed) {
        file.close();
      }
    }
  }

  /** Whether the file is being sent, and will be closed after that. */
  private boolean answer(HttpServerExchange exchange, RequestedFile requested, FileChannel file)
      throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(requested.real(), BasicFileAttributes.class);
    long size = Math.min(file.size(), cap(exchange));
    String tag = tag(attributes, size, exchange.getQueryParameters().containsKey("bytes"));
    String modified =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            attributes.lastModifiedTime().toInstant().atOffset(ZoneOffset.UTC));
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.ETAG, tag);
    headers.put(Headers.LAST_MODIFIED, modified);
    headers.put(Headers.ACCEPT_RANGES, "bytes");
    headers.put(Headers.CACHE_CONTROL, "private, no-cache");
    ETag etag = new ETag(false, tag.substring(1, tag.length() - 1));
    if (!ETagUtils.handleIfMatch(exchange, etag, false)) {
      throw new Problem(412, "Precondition failed", "The file is another by now.");
    }
    if (!ETagUtils.handleIfNoneMatch(exchange, etag, true)) {
      exchange.setStatusCode(304).endExchange();
      return false;
    }
    describe(headers, requested);
    Optional<ByteRange> range = range(exchange, size, tag, modified);
    range.ifPresent(
        part -> {
          exchange.setStatusCode(206);
          headers.put(Headers.CONTENT_RANGE, part.contentRange(size));
        });
    return send(exchange, file, range.orElse(new ByteRange(0, size)));
  }

  private static boolean send(HttpServerExchange exchange, FileChannel file, ByteRange part) {
    exchange.setResponseContentLength(part.length());
    if (exchange.getRequestMethod().equals(Methods.HEAD) || part.length() == 0) {
      exchange.endExchange();
      return false;
    }
    new FileTransfer(exchange, file, part).start();
    return true;
  }

  private static long cap(HttpServerExchange exchange) {
    return Parameters.of(exchange).number("bytes", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
  }

  /** A change of the file within a nanosecond, of the same length, is not told. */
  private static String tag(BasicFileAttributes attributes, long size, boolean capped) {
    long written = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    long of = capped ? attributes.creationTime().toMillis() : written;
    return '"' + Long.toHexString(size) + (capped ? "c" : "-") + Long.toHexString(of) + '"';
  }

  /** Range is for GET alone (RFC 9110, section 14.2). */
  private static Optional<ByteRange> range(
      HttpServerExchange exchange, long size, String tag, String modified) {
    String range = exchange.getRequestHeaders().getFirst(Headers.RANGE);
    String condition = exchange.getRequestHeaders().getFirst(Headers.IF_RANGE);
    boolean wanted = range != null && exchange.getRequestMethod().equals(Methods.GET);
    boolean same = condition == null || condition.equals(tag) || condition.equals(modified);
    return wanted && same ? ByteRange.parse(range, size) : Optional.empty();
  }

  private void describe(HeaderMap headers, RequestedFile requested) {
    String type =
        MediaFormats.forFile(requested.file())
            .map(format -> format.mimeTypes().get(0))
            .orElse("application/octet-stream");
    headers.put(Headers.CONTENT_TYPE, type);
    if (download) {
      headers.put(Headers.CONTENT_DISPOSITION, attachment(requested.name()));
    }
  }

  /** RFC 6266, section 4; for clients that know no UTF-8, what is not ASCII is an underscore. */
  static String attachment(String name) {
    String plain = name.replaceAll("[^ -~]|[\"\\\\%]", "_");
    String encoded =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
  }
}
