package isr.webrtc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/**
 * DTLS records between the network and the handshake. What comes faster than it is taken, is
 * dropped, as the network might have.
 */
final class DatagramQueue implements DatagramTransport {
  /** Where datagrams go. */
  @FunctionalInterface
  interface Sender {
    void send(byte[] bytes, int offset, int length);
  }

  private static final int MAX_DATAGRAMS = 32;
  private static final int RECEIVE_LIMIT = 1500;

  /** Fits each path: 1280 bytes less the headers of IPv6 and UDP. */
  private static final int SEND_LIMIT = 1232;

  private static final byte[] END = {};

  private final BlockingQueue<byte[]> datagrams = new ArrayBlockingQueue<>(MAX_DATAGRAMS);
  private final Sender sender;
  private volatile boolean closed;

  DatagramQueue(Sender sender) {
    this.sender = sender;
  }

  /** Adds a datagram that has come; the bytes are copied. */
  void add(byte[] bytes, int offset, int length) {
    if (length <= RECEIVE_LIMIT) {
      datagrams.offer(Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }

  boolean isEmpty() {
    return datagrams.isEmpty();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  @Override
  public int receive(byte[] bytes, int offset, int length, int waitMillis) throws IOException {
    if (closed) {
      throw new IOException("the session is over");
    }
    byte[] datagram = poll(waitMillis);
    if (datagram == null || datagram == END) {
      return -1;
    }
    int taken = Math.min(length, datagram.length);
    System.arraycopy(datagram, 0, bytes, offset, taken);
    return taken;
  }

  private byte @org.jspecify.annotations.Nullable [] poll(int waitMillis) throws IOException {
    try {
      // 0 is for ever.
      return waitMillis == 0 ? datagrams.take() : datagrams.poll(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    sender.send(bytes, offset, length);
  }

  @Override
  public void close() {
    closed = true;
    // Wakes up who waits.
    datagrams.offer(END);
  }
}
