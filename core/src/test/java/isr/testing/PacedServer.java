package isr.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A radio station inside the test, that knows for each packet when its send had been accepted.
 *
 * <p>Each path is a stream that goes on in real time whether somebody listens or not; a listener
 * joins where it is, at a packet. Every {@value #TICK_MILLIS} ms, as often as a real Icecast does
 * at 128 kbit/s, each listener gets the packets that have become due. Only what one listener at a
 * time was sent is kept.
 */
public final class PacedServer implements AutoCloseable {
  private static final long TICK_MILLIS = 88;

  private final ServerSocket listener;
  private final Map<String, Station> stations = new ConcurrentHashMap<>();

  /**
   * A packet that was sent.
   *
   * @param index its place in the stream
   * @param nanos when the send that carried its end had been accepted, by {@link System#nanoTime}
   */
  public record Sent(int index, long nanos) {}

  /** One stream. */
  public static final class Station {
    private final LiveEncoding encoding;
    private final byte[] bytes;
    private final List<StreamPacket> packets;
    private final boolean bare;
    private final long startNanos = System.nanoTime();
    private final List<Sent> sent = new ArrayList<>();

    Station(LiveEncoding encoding, byte[] bytes, boolean bare) {
      this.encoding = encoding;
      this.bare = bare;
      this.bytes = bytes;
      this.packets = encoding.packets(bytes);
    }

    /** Its packets, from the first to the last. */
    public List<StreamPacket> packets() {
      return packets;
    }

    /** What has been sent so far, oldest first. */
    public synchronized List<Sent> sent() {
      return List.copyOf(sent);
    }

    private synchronized void sent(int from, int to, long nanos) {
      for (int i = from; i < to; i++) {
        sent.add(new Sent(i, nanos));
      }
    }

    /** The number of packets that are due at a time of the stream. */
    private int due(long nanos) {
      long samples = nanos / 1000 * encoding.sampleRateHz() / 1_000_000;
      int count = (int) Math.min(packets.size(), samples / packets.get(0).sampleCount());
      // A page is sent whole, or not yet.
      while (count > 0 && count < packets.size() && !endsUnit(count - 1)) {
        count--;
      }
      return count;
    }

    private boolean endsUnit(int index) {
      return packets.get(index).end() != packets.get(index + 1).end();
    }

    private int offset(int packet) {
      return packet == 0 ? headerEnd() : packets.get(packet - 1).end();
    }

    /** Where a listener begins: at a packet, or with half of the one before it. */
    private int joinOffset(int packet) {
      int back = bare && packet > 0 ? (offset(packet) - offset(packet - 1)) / 2 : 0;
      return offset(packet) - back;
    }

    /** Behind the headers that every listener gets first. */
    private int headerEnd() {
      return packets.get(0).start();
    }
  }

  private PacedServer() throws IOException {
    listener = Loopback.listen(0);
    daemon(this::accept);
  }

  /** Starts one without any stream. */
  public static PacedServer start() {
    try {
      return new PacedServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a stream, which starts right away and lasts as long as its bytes do. */
  public Station add(String path, LiveEncoding encoding, byte[] bytes) {
    return add(path, new Station(encoding, bytes, false));
  }

  /** Adds a stream without headers, that listeners join in the middle of a packet. */
  public Station addBare(String path, LiveEncoding encoding, byte[] bytes) {
    return add(path, new Station(encoding, bytes, true));
  }

  private Station add(String path, Station station) {
    stations.put("/" + path, station);
    return station;
  }

  /** The address of a stream. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/" + path);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      String[] request = RawClient.readHeader(socket.getInputStream()).split(" ", 3);
      Station station = stations.get(request[1]);
      OutputStream out = socket.getOutputStream();
      if (station == null) {
        out.write(ascii("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        return;
      }
      daemon(() -> closeWhenLeft(socket));
      out.write(
          ascii(
              "HTTP/1.0 200 OK\r\nContent-Type: %s\r\nicy-name: test\r\n\r\n"
                  .formatted(station.encoding.contentType())));
      if (!station.bare) {
        out.write(station.bytes, 0, station.headerEnd());
      }
      stream(station, out);
    } catch (IOException e) {
      // The listener is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stream(Station station, OutputStream out) throws IOException, InterruptedException {
    int next = station.due(System.nanoTime() - station.startNanos);
    int from = station.joinOffset(next);
    while (next < station.packets.size() && !listener.isClosed()) {
      int due = station.due(System.nanoTime() - station.startNanos);
      if (due > next) {
        out.write(station.bytes, from, station.offset(due) - from);
        from = station.offset(due);
        station.sent(next, due, System.nanoTime());
        next = due;
      }
      Thread.sleep(TICK_MILLIS);
    }
  }

  /** Learns that a listener has gone although nothing is due for it. */
  private static void closeWhenLeft(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {}
    } catch (IOException e) {
      // Gone.
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "paced server");
    thread.setDaemon(true);
    thread.start();
  }
}
