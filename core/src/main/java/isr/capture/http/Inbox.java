package isr.capture.http;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import isr.audio.MonotonicClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of one body lie between the thread that reads them and the source's steps.
 *
 * <p>Adding does not wake the source: it is woken once, when a drain is complete ({@link #wake}),
 * and takes everything as one batch.
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
  private volatile @Nullable Runnable waker;

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
      takeAll();
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

  /** Whoever takes is to take what there is. */
  void wake() {
    ready = true;
    Runnable waiting = waker;
    if (waiting != null) {
      waiting.run();
    }
  }

  /** Sets what {@link #wake} calls. */
  void onWake(Runnable wake) {
    waker = wake;
    if (ready) {
      wake.run();
    }
  }

  /**
   * What was there at the last {@link #wake}, and came since; nothing when it was taken already.
   */
  Batch take() {
    if (!ready) {
      return Batch.NOTHING;
    }
    ready = false;
    return takeAll();
  }

  private synchronized Batch takeAll() {
    Batch batch = new Batch(buffers, arrivalNanos, Optional.ofNullable(end));
    buffers = new ArrayList<>(4);
    backlog.add(-byteCount);
    byteCount = 0;
    return batch;
  }
}
