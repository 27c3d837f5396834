package isr.capture.http;

import isr.audio.MonotonicClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body on a socket of our own: at each beat the source's step reads what the kernel holds. */
final class SocketBody implements LiveBody, DrainTicker.Drain {
  private static final Logger LOG = LoggerFactory.getLogger(SocketBody.class);

  private static final int BUFFER_BYTES = 16 << 10;

  private final SocketChannel channel;
  private final DrainTicker ticker;
  private final MonotonicClock clock;
  private ByteBuffer first;
  private ByteBuffer spare = ByteBuffer.allocate(BUFFER_BYTES);
  private volatile long startNanos;
  private volatile boolean due;
  private volatile boolean finishing;
  private volatile @Nullable Runnable waker;

  /**
   * A body whose head has been read.
   *
   * @param channel connected, not blocking; owned from here on
   * @param first what was read of the body already
   */
  SocketBody(SocketChannel channel, ByteBuffer first, DrainTicker ticker, MonotonicClock clock) {
    this.channel = channel;
    this.first = first;
    this.ticker = ticker;
    this.clock = clock;
  }

  @Override
  public void start(Runnable wake) {
    waker = wake;
    startNanos = System.nanoTime();
    ticker.add(this);
  }

  @Override
  public void ask() {
    // hand() does it: the source reads by itself
  }

  @Override
  public void hand() {
    if (System.nanoTime() - startNanos >= DrainSubscriber.GATHER_NANOS) {
      wake();
    }
  }

  private void wake() {
    due = true;
    Runnable waiting = waker;
    if (waiting != null) {
      waiting.run();
    }
  }

  @Override
  public Batch take() {
    if (!due) {
      return Batch.NOTHING;
    }
    due = false;
    return read();
  }

  private Batch read() {
    List<ByteBuffer> buffers = new ArrayList<>(4);
    Optional<Batch.End> end = Optional.empty();
    if (first.hasRemaining()) {
      buffers.add(first);
      first = ByteBuffer.allocate(0);
    }
    try {
      if (readInto(buffers)) {
        end = Optional.of(new Batch.End(Optional.empty()));
      }
    } catch (IOException e) {
      end = Optional.of(new Batch.End(Optional.of(e)));
    }
    return new Batch(buffers, clock.nanos(), end);
  }

  /** Empties the kernel up to the limit of a batch; true when nothing is to come after that. */
  private boolean readInto(List<ByteBuffer> buffers) throws IOException {
    for (int i = 0; i < Inbox.LIMIT / BUFFER_BYTES; i++) {
      int count = channel.read(spare);
      if (count <= 0) {
        return count < 0 || finishing;
      }
      buffers.add(spare.flip());
      spare = ByteBuffer.allocate(BUFFER_BYTES);
    }
    wake();
    return false;
  }

  @Override
  public void finish() {
    finishing = true;
    wake();
  }

  @Override
  public void cancel() {
    ticker.remove(this);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("Closing a socket failed", e);
    }
  }
}
