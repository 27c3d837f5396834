package isr.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A second listener beside the recorder: keeps the body of a stream exactly as the server sent it,
 * and when which part of it came.
 */
public final class RawClient implements AutoCloseable {
  /** Icecast's blocks are smaller, so one read is at most a few of them. */
  private static final int READ_BYTES = 4096;

  private static final int MAX_HEADER_BYTES = 16_384;

  private final Socket socket;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<Chunk> chunks = new ArrayList<>();
  private boolean ended;

  /**
   * What came in one read.
   *
   * @param from offset of its first byte
   * @param to offset behind its last byte
   * @param at when it had been read
   */
  public record Chunk(int from, int to, Instant at) {}

  private RawClient(Socket socket, InputStream in) {
    this.socket = socket;
    Thread thread = new Thread(() -> collect(in), "raw client");
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects, and tries again until the stream is there. */
  public static RawClient connect(URI uri) {
    return Await.value(
        "stream " + uri, Duration.ofSeconds(20), () -> tryToConnect(uri), () -> "never a 200");
  }

  private static Optional<RawClient> tryToConnect(URI uri) {
    try {
      Socket socket = Loopback.connect(uri.getPort());
      String request =
          "GET %s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\nUser-Agent: raw\r\n\r\n"
              .formatted(uri.getRawPath(), uri.getPort());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream(), READ_BYTES);
      if (readHeader(in).startsWith("HTTP/1.0 200")) {
        return Optional.of(new RawClient(socket, in));
      }
      socket.close();
    } catch (IOException e) {
      // Not there yet.
    }
    return Optional.empty();
  }

  static String readHeader(InputStream in) throws IOException {
    StringBuilder header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || header.length() > MAX_HEADER_BYTES) {
        throw new IOException("no whole header: " + header);
      }
      header.append((char) next);
    }
    return header.toString();
  }

  private void collect(InputStream in) {
    byte[] buffer = new byte[READ_BYTES];
    try {
      int n;
      while ((n = in.read(buffer)) > 0) {
        add(buffer, n, Instant.now());
      }
    } catch (IOException e) {
      // Closed here, or broken by the server: the end in both cases.
    }
    synchronized (this) {
      ended = true;
    }
  }

  private synchronized void add(byte[] buffer, int n, Instant at) {
    chunks.add(new Chunk(body.size(), body.size() + n, at));
    body.write(buffer, 0, n);
  }

  /** What has come so far. */
  public synchronized byte[] bytes() {
    return body.toByteArray();
  }

  /** How much has come so far. */
  public synchronized int size() {
    return body.size();
  }

  /** Whether the server has ended the stream. */
  public synchronized boolean hasEnded() {
    return ended;
  }

  /** The read that brought the byte at an offset. */
  public synchronized Chunk chunkAt(int offset) {
    int low = 0;
    int high = chunks.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (chunks.get(middle).to() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return chunks.get(low);
  }

  /** The bytes between two offsets. */
  public byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(bytes(), from, to);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
