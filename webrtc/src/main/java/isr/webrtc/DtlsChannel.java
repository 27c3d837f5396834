package isr.webrtc;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DTLS of one session. The handshake has a thread from the client's first message until it is done;
 * what comes later (a repeated last flight, the end) has one for a moment.
 */
final class DtlsChannel {
  /** Learns how it goes, on a thread of the pool. */
  interface Follower {
    void agreed(SrtpKeys keys);

    void closed(String cause);
  }

  private static final Logger LOG = LoggerFactory.getLogger(DtlsChannel.class);
  private static final String CLOSED = "the client has ended it";
  private static final int BUFFER_BYTES = 2048;

  private final DtlsServer server;
  private final DatagramQueue queue;
  private final Executor pool;
  private final Follower follower;
  private final AtomicBoolean isBusy = new AtomicBoolean();
  private volatile @Nullable DTLSTransport transport;

  DtlsChannel(DtlsServer server, DatagramQueue.Sender sender, Executor pool, Follower follower) {
    this.server = server;
    this.queue = new DatagramQueue(sender);
    this.pool = pool;
    this.follower = follower;
  }

  /** A DTLS record has come; returns at once. */
  void received(byte[] bytes, int offset, int length) {
    queue.add(bytes, offset, length);
    work();
  }

  /** Tells the client the end where it can; sends at most one datagram. */
  void close() {
    DTLSTransport open = transport;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      LOG.debug("DTLS is not closed", e);
    }
    queue.close();
  }

  private void work() {
    if (isBusy.compareAndSet(false, true)) {
      try {
        pool.execute(this::workOnThread);
      } catch (RejectedExecutionException e) {
        // The client will send it again.
        isBusy.set(false);
      }
    }
  }

  private void workOnThread() {
    try {
      if (transport == null) {
        shakeHands();
      }
      receiveAll();
    } catch (IOException | RuntimeException e) {
      LOG.debug("DTLS", e);
      boolean wasOpen = transport != null;
      follower.closed(wasOpen && queue.isClosed() ? CLOSED : "DTLS: " + e.getMessage());
    } finally {
      isBusy.set(false);
    }
    if (!queue.isEmpty() && !queue.isClosed()) {
      work();
    }
  }

  private void shakeHands() throws IOException {
    transport = new DTLSServerProtocol().accept(server, queue);
    follower.agreed(server.keys().orElseThrow(() -> new IOException("no keys")));
  }

  /** Data is not expected; what matters are alerts and repeated messages. */
  private void receiveAll() throws IOException {
    byte[] data = new byte[BUFFER_BYTES];
    DTLSTransport open = transport;
    while (open != null && !queue.isEmpty() && !queue.isClosed()) {
      open.receive(data, 0, data.length, 1);
    }
    if (queue.isClosed()) {
      follower.closed(CLOSED);
    }
  }
}
