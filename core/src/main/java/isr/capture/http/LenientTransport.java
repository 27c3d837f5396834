package isr.capture.http;

import isr.audio.MonotonicClock;
import isr.capture.CaptureException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A client for plain servers whose head {@code java.net.http} refuses: SHOUTcast v1, which answers
 * {@code ICY 200 OK}, and those that put odd bytes into header fields. It sends a GET on a socket,
 * without TLS and proxies; the body lasts until the server closes.
 */
final class LenientTransport implements Transport {
  private static final int CONNECT_MILLIS = 10_000;

  private final DrainTicker ticker;
  private final MonotonicClock clock;

  LenientTransport(DrainTicker ticker, MonotonicClock clock) {
    this.ticker = ticker;
    this.clock = clock;
  }

  @Override
  public Response get(URI url, Map<String, String> fields, Duration limit)
      throws IOException, InterruptedException {
    SocketChannel channel = SocketChannel.open();
    boolean answered = false;
    try {
      Response response = get(channel, url, fields, limit);
      answered = true;
      return response;
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (CaptureException | ForeignAnswerException e) {
      throw e;
    } catch (IOException e) {
      throw Failures.connecting(url, e);
    } finally {
      if (!answered) {
        channel.close();
      }
    }
  }

  private Response get(SocketChannel channel, URI url, Map<String, String> fields, Duration limit)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    InetSocketAddress address = new InetSocketAddress(Urls.host(url), Urls.port(url));
    if (address.isUnresolved()) {
      throw new UnknownHostException(Urls.host(url));
    }
    channel.socket().connect(address, Math.min(CONNECT_MILLIS, millisUntil(deadline)));
    channel.write(LenientHead.request(url, fields));
    LenientHead head = new LenientHead(url);
    ByteBuffer first;
    try {
      first = readHead(channel.socket(), head, deadline);
    } catch (SocketTimeoutException e) {
      throw Failures.silent(url, limit);
    }
    if (head.head().field("transfer-encoding").isPresent()) {
      throw new ForeignAnswerException(url + ": a coding that was not asked for");
    }
    channel.configureBlocking(false);
    return new Response(head.head(), new SocketBody(channel, first, ticker, clock));
  }

  /** Returns what was read beyond the head. */
  private static ByteBuffer readHead(Socket socket, LenientHead head, long deadline)
      throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[4096];
    while (true) {
      socket.setSoTimeout(millisUntil(deadline));
      int count = in.read(bytes);
      if (count < 0) {
        throw new EOFException();
      }
      ByteBuffer read = ByteBuffer.wrap(bytes, 0, count);
      if (head.take(read)) {
        return read;
      }
    }
  }

  private static int millisUntil(long deadline) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
