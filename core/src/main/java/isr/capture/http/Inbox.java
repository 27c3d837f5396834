package isr.capture.http;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import isr.audio.MonotonicClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of one body lie between the thread that reads them and the source's thread.
 *
 * <p>Adding does not wake the source's thread: it is woken once, when a drain is complete ({@link
 * #wake}), and takes everything as one batch.
 */
@ThreadSafe
final class Inbox {
  /** Bytes after which a source is handed what there is, and reading stops until it was taken. */
  static final int LIMIT = 256 << 10;

  private final MonotonicClock clock;
  private final Backlog backlog;

  @GuardedBy("this")
  private List<ByteBuffer> buffers = new ArrayList<>();

  @GuardedBy("this")
  private long byteCount;

  @GuardedBy("this")
  private long arrivalNanos;

  @GuardedBy("this")
  private Batch.@Nullable End end;

  @GuardedBy("this")
  private boolean closed;

  private volatile boolean ready;
  private volatile @Nullable Thread taker;

  Inbox(MonotonicClock clock, Backlog backlog) {
    this.clock = clock;
    this.backlog = backlog;
  }

  /** Adds what was read just now; the buffers are the inbox's from here on. */
  synchronized void add(List<ByteBuffer> read) {
    if (closed) {
      return;
    }
    for (ByteBuffer buffer : read) {
      if (buffer.hasRemaining()) {
        buffers.add(buffer);
        byteCount += buffer.remaining();
        backlog.add(buffer.remaining());
      }
    }
    arrivalNanos = clock.nanos();
  }

  /** There is nothing more to come; only the first call counts. */
  void end(@Nullable Throwable failure) {
    synchronized (this) {
      if (end == null) {
        end = new Batch.End(Optional.ofNullable(failure));
      }
    }
    wake();
  }

  /** Forgets what was not taken and takes no more. */
  void close() {
    synchronized (this) {
      closed = true;
      take();
    }
    end(null);
  }

  /** Bytes that wait to be taken. */
  synchronized long byteCount() {
    return byteCount;
  }

  /** Whether more may be read. */
  synchronized boolean hasRoom() {
    return byteCount == 0 || (byteCount < LIMIT && backlog.hasRoom());
  }

  /** Lets {@link #await} return with what there is. */
  void wake() {
    ready = true;
    Thread waiting = taker;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /** See {@link LiveBody#await}. */
  Batch await(long timeoutNanos) throws InterruptedException {
    taker = Thread.currentThread();
    long start = System.nanoTime();
    long left = timeoutNanos;
    while (!ready && left > 0) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      left = timeoutNanos - (System.nanoTime() - start);
    }
    ready = false;
    return take();
  }

  private synchronized Batch take() {
    Batch batch = new Batch(buffers, arrivalNanos, Optional.ofNullable(end));
    buffers = new ArrayList<>(4);
    backlog.add(-byteCount);
    byteCount = 0;
    return batch;
  }
}
