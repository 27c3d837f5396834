package isr.alsa;

import isr.audio.MonotonicClock;
import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.capture.PcmFeed;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** One attempt at recording from a card. */
final class AlsaCapture implements Capture {
  private final String device;
  private final Callable<OpenedCard> opener;
  private final CaptureContext context;
  private final Map<String, CardThread> hanging;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * A capture that has not begun.
   *
   * @param device as configured, for messages
   * @param opener finds the device, opens it and sets it up
   * @param hanging by source, what earlier captures had to leave behind
   */
  AlsaCapture(
      String device,
      Callable<OpenedCard> opener,
      CaptureContext context,
      Map<String, CardThread> hanging) {
    this.device = device;
    this.opener = opener;
    this.context = context;
    this.hanging = hanging;
  }

  @Override
  public void run(CaptureSink sink) throws IOException, InterruptedException {
    CardThread earlier = hanging.remove(context.sourceName());
    if (earlier != null && !earlier.hasEnded()) {
      hanging.put(context.sourceName(), earlier);
      throw new CaptureException(device + ": the sound server still does not answer", true);
    }
    CardThread thread = new CardThread(context.sourceName());
    try {
      OpenedCard card = thread.open(opener, context.stall().toNanos(), closed);
      if (card != null) {
        read(card, thread, sink);
      }
    } finally {
      if (!thread.release()) {
        hanging.put(context.sourceName(), thread);
      }
    }
  }

  private void read(OpenedCard card, CardThread thread, CaptureSink sink)
      throws IOException, InterruptedException {
    sink.connected(card.name() + ", " + card.shape().describe());
    PcmFeed feed = new PcmFeed(sink, card.shape().track());
    CardTime time =
        new CardTime(context.clock(), MonotonicClock.system(), card.shape().track().sampleRateHz());
    try {
      new CardReader(card, feed, time, thread, context, closed).run();
    } finally {
      feed.finish();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
