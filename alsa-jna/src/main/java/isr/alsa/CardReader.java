package isr.alsa;

import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.PcmFeed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a card until it is closed or fails, and lets it run again where that is possible. */
final class CardReader {
  private static final Logger LOG = LoggerFactory.getLogger(CardReader.class);

  /** How long a stop waits for a card that gives nothing. */
  private static final int WAIT_MILLIS = 200;

  /** Where a card says that there is something to read, but there is not. */
  private static final long BREATHE_MILLIS = 5;

  /** Between attempts at reviving it. */
  private static final long REVIVAL_MILLIS = 100;

  /** Attempts without a sample in between. */
  private static final int MOST_REVIVALS = 3;

  private static final long REVIVAL_LIMIT_NANOS = 10_000_000_000L;

  private final OpenedCard card;
  private final PcmFeed feed;
  private final CardTime time;
  private final CardThread thread;
  private final CaptureContext context;
  private final CountDownLatch closed;
  private long heardNanos;
  private int revivals;

  /** The feed knows of what was lost since the last sample. */
  private boolean lossTold;

  /** What the present revivals began with. */
  private Trouble first = Trouble.NONE;

  CardReader(
      OpenedCard card,
      PcmFeed feed,
      CardTime time,
      CardThread thread,
      CaptureContext context,
      CountDownLatch closed) {
    this.card = card;
    this.feed = feed;
    this.time = time;
    this.thread = thread;
    this.context = context;
    this.closed = closed;
    this.heardNanos = context.clock().nanos();
  }

  /**
   * Starts it and reads it.
   *
   * @throws CaptureException when it is gone, stands still or can not be revived
   */
  void run() throws IOException, InterruptedException {
    Integer started = thread.call(card.pcm()::start, REVIVAL_LIMIT_NANOS, closed);
    int error = started == null ? 0 : started;
    while (closed.getCount() > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (error < 0) {
        mend(error);
      }
      error = step();
    }
    readTheRest();
  }

  /** What had been heard when it was closed, in case the reader was held up. */
  private void readTheRest() throws IOException {
    PcmStatus status = card.pcm().status();
    long left =
        status.error() < 0 || Trouble.errorOf(status.state()) < 0 ? 0 : status.availPcmFrames();
    while (left > 0) {
      int count = card.pcm().read((int) Math.min(left, card.shape().periodPcmFrames()));
      if (count <= 0) {
        return;
      }
      left -= count;
      give(count, left, status);
    }
  }

  /** Waits for a period and reads it; negative errno when that fails. */
  private int step() throws IOException, InterruptedException {
    int ready = card.pcm().await(WAIT_MILLIS);
    if (ready < 0) {
      return ready;
    }
    PcmStatus status = card.pcm().status();
    int error = status.error() < 0 ? status.error() : Trouble.errorOf(status.state());
    if (error < 0) {
      return error;
    }
    int wanted = (int) Math.min(status.availPcmFrames(), card.shape().periodPcmFrames());
    int count = wanted == 0 ? 0 : card.pcm().read(wanted);
    if (count > 0) {
      give(count, status.availPcmFrames() - count, status);
    } else if (count == 0 || count == -Errno.EAGAIN) {
      idle(ready > 0);
    }
    return Math.min(count, 0);
  }

  /** Tells what was read when so many frames were left of those that the status speaks of. */
  private void give(int count, long left, PcmStatus status) throws IOException {
    long endNanos = time.heard(status.stampNanos(), left);
    ByteBuffer pcm = packed(count);
    heardNanos = context.clock().nanos();
    revivals = 0;
    lossTold = false;
    feed.read(pcm, endNanos, left < card.shape().periodPcmFrames());
  }

  private void idle(boolean atOnce) throws CaptureException, InterruptedException {
    if (context.clock().nanos() - heardNanos > context.stall().toNanos()) {
      throw new CaptureException(
          "%s: no samples for %d s, though it is open: the sound server or the driver stands still"
              .formatted(card.name(), context.stall().toSeconds()),
          true);
    }
    if (atOnce) {
      pause(BREATHE_MILLIS);
    }
  }

  private void mend(int error) throws IOException, InterruptedException {
    Trouble trouble = Trouble.of(error, card.pcm().state());
    if (trouble == Trouble.UNPLUGGED) {
      throw CaptureException.absent(card.name() + ": unplugged");
    }
    if (trouble == Trouble.NONE) {
      idle(true);
      return;
    }
    if (revivals == MOST_REVIVALS) {
      throw new CaptureException(
          "%s: the sound server or the driver has failed (error %d after: %s)"
              .formatted(card.name(), error, first.cause()),
          true);
    }
    if (revivals++ == 0) {
      first = trouble;
      LOG.debug("{}: {} ({})", card.name(), trouble.cause(), error);
    }
    revive(trouble);
  }

  private void revive(Trouble trouble) throws IOException, InterruptedException {
    @Nullable Long revived =
        thread.call(() -> Revival.revive(card.pcm(), trouble), REVIVAL_LIMIT_NANOS, closed);
    if (revived == null) {
      return;
    }
    if (revived >= 0) {
      tellLoss(revived);
      return;
    }
    LOG.debug("{}: can not be started again ({})", card.name(), revived);
    if (revived.intValue() == -Errno.EAGAIN) {
      revivals = 1;
      idle(false);
    }
    pause(REVIVAL_MILLIS);
  }

  /**
   * The loss is behind what was heard before it.
   *
   * @param heardBefore so many frames are still to be read
   */
  private void tellLoss(long heardBefore) throws IOException {
    if (lossTold) {
      return;
    }
    long left = heardBefore;
    while (left > 0) {
      int count = card.pcm().read((int) Math.min(left, card.shape().periodPcmFrames()));
      if (count <= 0) {
        break;
      }
      left -= count;
      feed.read(packed(count), context.clock().nanos(), false);
    }
    feed.lost(first.cause());
    lossTold = true;
  }

  private ByteBuffer packed(int pcmFrames) {
    ByteBuffer pcm = card.pcm().data().limit(pcmFrames * card.shape().storedFrameBytes());
    card.shape().format().pack(pcm);
    return pcm;
  }

  private void pause(long millis) throws InterruptedException {
    closed.await(millis, TimeUnit.MILLISECONDS);
  }
}
