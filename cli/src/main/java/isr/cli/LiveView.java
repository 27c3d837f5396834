package isr.cli;

import isr.recorder.SourceStatus;
import java.io.Closeable;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps the lines of the sources on a screen up to date, on a thread of its own: a terminal that is
 * stopped holds up nothing else.
 */
final class LiveView implements Closeable {
  private static final long DRAW_MILLIS = 500;

  /** How long the last drawing may take before it is left alone. */
  private static final long CLOSE_MILLIS = 500;

  private final Screen screen;
  private final Supplier<List<SourceStatus>> status;
  private final InstantSource wallClock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "isr-view");

  LiveView(Screen screen, Supplier<List<SourceStatus>> status, InstantSource wallClock) {
    this.screen = screen;
    this.status = status;
    this.wallClock = wallClock;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        last = closed.await(DRAW_MILLIS, TimeUnit.MILLISECONDS);
        screen.draw(StatusLines.of(status.get(), wallClock.instant(), Terminal.rows() - 1));
      }
      screen.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Draws once more and leaves the lines where they are. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
