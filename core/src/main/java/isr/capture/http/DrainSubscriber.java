package isr.capture.http;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A body that {@code java.net.http} reads only when it is asked to; between two beats of the {@link
 * DrainTicker} the bytes wait in the kernel.
 *
 * <pre>
 *            start          beat, burst gathered            beat: ask
 *   (idle) ─────────▶ BURST ─────────────────────────▶ REST ◀─────────▶ ASKED
 *                       │                               │      hand        │
 *                       └──────────── finish ───────────┴──────────────────┴─▶ FINISHING
 * </pre>
 *
 * <p>At each beat one delivery is demanded. What the client had read together with it and holds
 * back is demanded when the beat's answers are handed over, if {@link SliceEdges} foretells it; a
 * demand too many would make the client read the next chunk as soon as it comes, which costs a
 * wake-up. In BURST and FINISHING the next delivery is demanded at once, always; so it is from a
 * stream that brings more than {@link #FAST_BYTES} between two beats, lest the kernel's buffer
 * throttle it.
 */
@ThreadSafe
final class DrainSubscriber
    implements BodySubscriber<DrainSubscriber>, LiveBody, DrainTicker.Drain {
  /** What a server sends on connecting is to be one batch, however many round trips it takes. */
  static final long GATHER_NANOS = 100_000_000;

  /** Between two beats; half of the receive window that a fresh connection has on Linux. */
  private static final long FAST_BYTES = 32 << 10;

  /** Deliveries that the client can hold back; more would be a surprise, and must not be a loop. */
  private static final int MAX_AT_HAND = 16;

  private enum State {
    BURST,
    REST,
    ASKED,
    FINISHING
  }

  private final CompletableFuture<DrainSubscriber> subscribed = new CompletableFuture<>();
  private final Inbox inbox;
  private final DrainTicker ticker;
  private volatile Flow.@Nullable Subscription subscription;

  @GuardedBy("this")
  private final SliceEdges edges;

  @GuardedBy("this")
  private State state = State.BURST;

  @GuardedBy("this")
  private boolean demanded;

  /** A demand was due, but there was no room; it is made when there is. */
  @GuardedBy("this")
  private boolean refused;

  /** Demanded at this beat, and nothing came yet: what comes is handed over when it comes. */
  @GuardedBy("this")
  private boolean unanswered;

  /** The ticker's thread while it demands: what it is delivered there the client had held back. */
  @GuardedBy("this")
  private @Nullable Thread ticking;

  @GuardedBy("this")
  private boolean deliveredHere;

  /** A demand was made on a delivery: the client may read ahead, and hold what it had not yet. */
  @GuardedBy("this")
  private boolean readsAhead;

  @GuardedBy("this")
  private boolean fast;

  @GuardedBy("this")
  private long bytesSinceBeat;

  @GuardedBy("this")
  private long startNanos;

  DrainSubscriber(Inbox inbox, DrainTicker ticker, SliceEdges edges) {
    this.inbox = inbox;
    this.ticker = ticker;
    this.edges = edges;
  }

  /** Complete when the body can be started. */
  @Override
  public CompletionStage<DrainSubscriber> getBody() {
    return subscribed;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscribed.complete(this);
  }

  @Override
  public void start(Runnable wake) {
    inbox.onWake(wake);
    synchronized (this) {
      startNanos = System.nanoTime();
    }
    ticker.add(this);
    demand();
  }

  @Override
  public void onNext(List<ByteBuffer> read) {
    inbox.add(read);
    boolean more;
    boolean wake;
    synchronized (this) {
      note(read);
      more = wantsMore();
      readsAhead |= more;
      wake = (unanswered && state == State.REST) || state == State.FINISHING || !inbox.hasRoom();
      unanswered = false;
    }
    if (wake) {
      inbox.wake();
    }
    if (more) {
      demand();
    }
  }

  @GuardedBy("this")
  private void note(List<ByteBuffer> read) {
    demanded = false;
    long byteCount = 0;
    for (ByteBuffer buffer : read) {
      byteCount += buffer.remaining();
    }
    bytesSinceBeat += byteCount;
    deliveredHere = ticking == Thread.currentThread();
    edges.delivered(byteCount, deliveredHere && !readsAhead);
  }

  /** Whether a delivery is followed by a demand at once. */
  @GuardedBy("this")
  private boolean wantsMore() {
    return switch (state) {
      case BURST, FINISHING -> true;
      case ASKED -> !edges.predictable() || bytesSinceBeat > FAST_BYTES;
      case REST -> fast;
    };
  }

  /** Demands a delivery; not under the lock, because it may come in here. */
  private void demand() {
    Flow.Subscription source = subscription;
    if (source != null && mayDemand()) {
      source.request(1);
    }
  }

  private synchronized boolean mayDemand() {
    boolean room = inbox.hasRoom();
    boolean due = !demanded && room;
    refused = !demanded && !room;
    demanded |= due;
    return due;
  }

  @Override
  public void ask() {
    synchronized (this) {
      fast = bytesSinceBeat > FAST_BYTES;
      bytesSinceBeat = 0;
      if (state == State.REST) {
        state = State.ASKED;
        unanswered = !demanded;
      }
    }
    demandHere();
    synchronized (this) {
      readsAhead = false;
    }
  }

  @Override
  public void hand() {
    for (int i = 0; i < MAX_AT_HAND && holdsBack(); i++) {
      if (!demandedHere()) {
        break;
      }
    }
    if (rests() && inbox.byteCount() > 0) {
      inbox.wake();
    }
  }

  /** Whether the client holds more of what it has read, as far as can be foretold. */
  private synchronized boolean holdsBack() {
    return state == State.ASKED && edges.predictable() && edges.mayHideMore();
  }

  private synchronized boolean rests() {
    if (state == State.ASKED || (state == State.BURST && gathered())) {
      state = State.REST;
    }
    return state != State.BURST;
  }

  /** Demands until the client has nothing more at hand and turns to the kernel. */
  private void demandHere() {
    for (int i = 0; i < MAX_AT_HAND; i++) {
      if (!demandedHere()) {
        break;
      }
    }
  }

  /** Demands once; true when the client had that at hand and delivered it before this returned. */
  private boolean demandedHere() {
    synchronized (this) {
      ticking = Thread.currentThread();
      deliveredHere = false;
    }
    demand();
    synchronized (this) {
      ticking = null;
      return deliveredHere;
    }
  }

  @GuardedBy("this")
  private boolean gathered() {
    return System.nanoTime() - startNanos >= GATHER_NANOS;
  }

  @Override
  public Batch take() {
    Batch batch = inbox.take();
    if (resumes()) {
      demand();
    }
    return batch;
  }

  /** Whether reading may go on that a full inbox had stopped. */
  private synchronized boolean resumes() {
    return refused || (wantsMore() && state != State.ASKED);
  }

  @Override
  public void finish() {
    synchronized (this) {
      state = State.FINISHING;
    }
    inbox.wake();
    demand();
  }

  @Override
  public void cancel() {
    ticker.remove(this);
    inbox.close();
    Flow.Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    subscribed.completeExceptionally(failure);
    inbox.end(failure);
  }

  @Override
  public void onComplete() {
    inbox.end(null);
  }
}
