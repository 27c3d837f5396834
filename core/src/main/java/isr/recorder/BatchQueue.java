package isr.recorder;

import isr.capture.CaptureSink;
import isr.capture.CardReport;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the thread that reads a card and the one that writes: batches in their order.
 *
 * <p>The sink is the reading thread's. It copies, takes no lock and waits for nothing: when {@value
 * #SECONDS} s of audio wait to be written, what comes is left out and counted, until half of that
 * has been written; then the gap is told in its place. {@link #take} is the writing thread's.
 */
final class BatchQueue implements CaptureSink {
  /** So much audio may wait ... */
  static final int SECONDS = 20;

  /** ... but no more than so many bytes, ... */
  static final long MOST_BYTES = 64L << 20;

  /** ... and at least so many. */
  static final long LEAST_BYTES = 1L << 20;

  /** Batches that are kept to be filled again. */
  private static final int MOST_SPARES = 4;

  private final Queue<QueuedBatch> waiting = new ConcurrentLinkedQueue<>();
  private final Queue<QueuedBatch> spares = new ConcurrentLinkedQueue<>();
  private final AtomicInteger spareCount = new AtomicInteger();
  private final AtomicLong waitingBytes = new AtomicLong();
  private volatile @Nullable Thread writer;
  private volatile boolean finished;

  /** The reading thread's own. */
  private QueuedBatch filling = new QueuedBatch();

  private long mostBytes = LEAST_BYTES;
  private boolean overflows;

  /** The thread to wake when there is something to take; before anything is told. */
  void writer(Thread thread) {
    writer = thread;
  }

  @Override
  public void connected(String details) {
    filling.add(sink -> sink.connected(details));
    hand();
  }

  @Override
  public void track(Track track) {
    filling.add(sink -> sink.track(track));
    mostBytes = LEAST_BYTES;
    if (track instanceof PcmTrack pcm) {
      long bytes = (long) SECONDS * pcm.sampleRateHz() * pcm.blockAlign();
      mostBytes = Math.max(LEAST_BYTES, Math.min(bytes, MOST_BYTES));
    }
  }

  @Override
  public void packet(Packet packet) {
    filling.packet(packet);
  }

  @Override
  public void skipped(Skip skip) {
    filling.skipped(skip);
  }

  @Override
  public void title(String title) {
    filling.add(sink -> sink.title(title));
  }

  @Override
  public void card(CardReport report) {
    filling.card(report);
  }

  @Override
  public void batch(long arrivalNanos) {
    if (hasRoom()) {
      filling.date(arrivalNanos);
      hand();
    } else {
      filling.leaveOut("the disk was too slow: the audio of the last seconds was still waiting");
    }
  }

  /** What is larger than the whole queue has room in an empty one. */
  private boolean hasRoom() {
    long most = overflows ? mostBytes / 2 : mostBytes;
    long waits = waitingBytes.get();
    overflows = waits > 0 && waits + filling.byteCount() > most;
    return !overflows;
  }

  /** The reading has ended: what was told last is handed on, whether there is room or not. */
  void finish() {
    if (!filling.isEmpty()) {
      hand();
    }
    finished = true;
    LockSupport.unpark(writer);
  }

  private void hand() {
    waitingBytes.addAndGet(filling.byteCount());
    waiting.add(filling);
    LockSupport.unpark(writer);
    filling = spare();
  }

  private QueuedBatch spare() {
    QueuedBatch spare = spares.poll();
    if (spare == null) {
      return new QueuedBatch();
    }
    spareCount.decrementAndGet();
    return spare;
  }

  /**
   * Tells the next batch to a sink; waits for one.
   *
   * @return false when there is none and none will come
   */
  boolean take(CaptureSink sink) throws IOException {
    while (true) {
      boolean last = finished;
      QueuedBatch next = waiting.poll();
      if (next != null) {
        tell(next, sink);
        return true;
      }
      if (last) {
        return false;
      }
      LockSupport.park(this);
    }
  }

  private void tell(QueuedBatch batch, CaptureSink sink) throws IOException {
    try {
      batch.to(sink);
    } finally {
      waitingBytes.addAndGet(-batch.byteCount());
    }
    recycle(batch);
  }

  /** What has no batch of its own yet is lent until the next one: its bytes are not used again. */
  private void recycle(QueuedBatch batch) {
    if (batch.isDated() && spareCount.get() < MOST_SPARES) {
      batch.clear();
      spareCount.incrementAndGet();
      spares.add(batch);
    }
  }

  /** Drops what waits and what will come, until the reading has ended. */
  void discard() {
    boolean last = false;
    while (!last) {
      last = finished;
      for (QueuedBatch next = waiting.poll(); next != null; next = waiting.poll()) {
        waitingBytes.addAndGet(-next.byteCount());
      }
      if (!last) {
        LockSupport.park(this);
      }
    }
  }
}
