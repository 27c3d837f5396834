package isr.web;

import isr.config.WebSettings;
import isr.format.MediaFormats;
import isr.library.LedgerEvent;
import isr.library.Library;
import isr.library.TrackSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalInt;

/** A server on a free port, and a client that sends what it is told, byte by byte. */
final class RunningServer implements AutoCloseable {
  static final OffsetDateTime START = OffsetDateTime.parse("2026-11-21T10:00:00Z");

  final Library library;
  final WebServer server;
  private final Path directory;

  RunningServer(Path directory, WebSettings settings) throws IOException {
    this.directory = directory;
    library = Library.open(directory, MediaFormats.namesByExtension());
    Roots roots = new Roots();
    roots.add(library);
    InstantSource clock = InstantSource.system();
    server =
        WebServer.start(
            settings.onPort(0), roots, LiveStatus.ofOthers(clock), clock, ZoneOffset.UTC);
  }

  /** A file that the ledger knows, of one second from {@code START} plus that many minutes. */
  void recorded(String path, int minutes, boolean closed, byte[] content)
      throws IOException, InterruptedException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    OffsetDateTime start = START.plusMinutes(minutes);
    TrackSummary track = new TrackSummary("mp3", 44_100, 2, OptionalInt.empty());
    library.record(
        new LedgerEvent.SegmentOpened("radio1", start, path, "mp3", start, 0, track, "s"));
    if (closed) {
      library.record(
          new LedgerEvent.SegmentClosed(
              "radio1", start.plusSeconds(1), path, 44_100, content.length, "split"));
    }
    if (!library.settle(Duration.ofSeconds(20))) {
      throw new IOException("the catalogue does not settle");
    }
  }

  /** An answer; what is in it is taken for UTF-8. */
  record Answer(int status, String head, String text) {
    String header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  Answer get(String target, String... headers) throws IOException {
    return send("GET", target, headers);
  }

  /** The body of a good answer. */
  byte[] bytes(String target) throws IOException {
    URI uri = URI.create("http://localhost:" + server.port() + target);
    try (InputStream in = uri.toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  Answer send(String method, String target, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    boolean host = false;
    for (String header : headers) {
      request.append(header).append("\r\n");
      host |= header.startsWith("Host:");
    }
    request.append(host ? "" : "Host: localhost:" + server.port() + "\r\n");
    return raw(request + "Connection: close\r\n\r\n");
  }

  Answer raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return parse(socket.getInputStream());
    }
  }

  private static Answer parse(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    String text = all.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, text, "");
    }
    byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    return new Answer(
        Integer.parseInt(text.substring(9, 12)),
        text.substring(0, end),
        new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    server.close();
    library.close();
  }
}
