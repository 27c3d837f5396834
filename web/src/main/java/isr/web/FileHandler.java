package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import isr.format.MediaFormats;
import isr.format.adts.AdtsFormat;
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
 * growing file sees one that stays as it was. With {@code ?container=mp4} a recording of AAC comes
 * in MP4, in which players find a time, unless it cannot be told so; others come as they are.
 */
final class FileHandler implements HttpHandler {
  private static final String MP4 = "audio/mp4";

  private final Roots roots;
  private final boolean download;
  private final Mp4Heads heads;

  /**
   * Answers for files.
   *
   * @param download whether they are to be saved, and not shown
   * @param heads of what is sent in MP4
   */
  FileHandler(Roots roots, boolean download, Mp4Heads heads) {
    this.roots = roots;
    this.download = download;
    this.heads = heads;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    List<String> names = RequestPath.names(exchange);
    RequestedFile requested = roots.find(names.subList(1, names.size()));
    if (isMp4(exchange, requested)) {
      BasicFileAttributes attributes =
          Files.readAttributes(requested.real(), BasicFileAttributes.class);
      long size = Math.min(attributes.size(), cap(exchange));
      String key = key(requested, version(attributes, size, isCapped(exchange)));
      heads.run(exchange, key, () -> answer(exchange, requested, true));
    } else {
      answer(exchange, requested, false);
    }
  }

  private static String key(RequestedFile requested, String version) {
    return requested.real() + " " + version;
  }

  private static boolean isCapped(HttpServerExchange exchange) {
    return exchange.getQueryParameters().containsKey("bytes");
  }

  private static boolean isMp4(HttpServerExchange exchange, RequestedFile requested) {
    Optional<String> container = Parameters.of(exchange).text("container");
    if (container.isPresent() && !container.get().equals("mp4")) {
      throw Problem.badRequest("container: mp4 or nothing");
    }
    return container.isPresent()
        && MediaFormats.forFile(requested.file()).filter(f -> f instanceof AdtsFormat).isPresent();
  }

  private void answer(HttpServerExchange exchange, RequestedFile requested, boolean mp4)
      throws IOException {
    long cap = cap(exchange);
    BasicFileAttributes attributes =
        Files.readAttributes(requested.real(), BasicFileAttributes.class);
    FileChannel file =
        FileChannel.open(requested.real(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    boolean handed = false;
    Content content = Content.of(file, Math.min(attributes.size(), cap));
    try {
      String version = version(attributes, content.size(), isCapped(exchange));
      String tag = version;
      if (mp4) {
        content = heads.content(key(requested, version), file, content.size());
        tag = version + (content.isMp4() ? "m" : "");
      }
      handed = answer(exchange, requested, content, attributes, '"' + tag + '"');
    } finally {
      if (!handed) {
        content.close();
      }
    }
  }

  /** Whether the content is being sent, and will be closed after that. */
  private boolean answer(
      HttpServerExchange exchange,
      RequestedFile requested,
      Content content,
      BasicFileAttributes attributes,
      String tag)
      throws IOException {
    long size = content.size();
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
    boolean isAny = "*".equals(exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH));
    if (isAny || !ETagUtils.handleIfNoneMatch(exchange, etag, true)) {
      exchange.setStatusCode(304).endExchange();
      return false;
    }
    describe(headers, requested, content);
    Optional<ByteRange> range = range(exchange, size, tag, modified);
    range.ifPresent(
        part -> {
          exchange.setStatusCode(206);
          headers.put(Headers.CONTENT_RANGE, part.contentRange(size));
        });
    return send(exchange, content, range.orElse(new ByteRange(0, size)));
  }

  private static boolean send(HttpServerExchange exchange, Content content, ByteRange part) {
    exchange.setResponseContentLength(part.length());
    if (exchange.getRequestMethod().equals(Methods.HEAD) || part.length() == 0) {
      exchange.endExchange();
      return false;
    }
    new FileTransfer(exchange, content, part).start();
    return true;
  }

  private static long cap(HttpServerExchange exchange) {
    return Parameters.of(exchange).number("bytes", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
  }

  /** A change of the file within a nanosecond, of the same length, is not told. */
  private static String version(BasicFileAttributes attributes, long size, boolean capped) {
    long written = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    long of = capped ? attributes.creationTime().toMillis() : written;
    return Long.toHexString(size) + (capped ? "c" : "-") + Long.toHexString(of);
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

  private void describe(HeaderMap headers, RequestedFile requested, Content content) {
    String type =
        content.isMp4()
            ? MP4
            : MediaFormats.forFile(requested.file())
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
