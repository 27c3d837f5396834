package isr.capture.javasound;

import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureDevice;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.capture.LimitedCall;
import isr.capture.PcmFeed;
import isr.capture.SoundcardSpec;
import isr.media.PcmTrack;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.TargetDataLine;

/** Opens a line, reads it until it is told to stop or the line fails, and closes it. */
final class LineCapture implements Capture {
  /** So long nothing is lost while nobody reads; hardware may have less. */
  private static final int BUFFER_SECONDS = 6;

  private static final int MOST_BUFFER_BYTES = 16 << 20;

  /** A line of a sound server that is frozen may never be closed: it is left behind. */
  private static final long CLOSE_MILLIS = 2000;

  /** Looking for the mixers asks all sound servers. */
  private static final Duration OPEN_LIMIT = Duration.ofSeconds(10);

  private final SoundcardSpec spec;
  private final CaptureContext context;
  private final Mixers mixers;
  private final CountDownLatch closed = new CountDownLatch(1);

  LineCapture(SoundcardSpec spec, CaptureContext context, Mixers mixers) {
    this.spec = spec;
    this.context = context;
    this.mixers = mixers;
  }

  /** Of one of the mixers of this Java. */
  static Capture of(SoundcardSpec spec, CaptureContext context) {
    return new LineCapture(spec, context, Mixers.installed());
  }

  @Override
  public void run(CaptureSink sink) throws IOException, InterruptedException {
    Opened opened =
        LimitedCall.make(
            "isr-" + context.sourceName() + "-open",
            this::open,
            late -> close(late.line()),
            OPEN_LIMIT,
            closed);
    if (opened != null) {
      record(opened, sink);
    }
  }

  /** A line that records, and of what. */
  private record Opened(CaptureDevice device, TargetDataLine line) {}

  private Opened open() throws CaptureException {
    Mixers.Entry entry = mixers.find(spec.device());
    return new Opened(entry.device(), open(entry));
  }

  private void record(Opened opened, CaptureSink sink) throws IOException, InterruptedException {
    TargetDataLine line = opened.line();
    try {
      sink.connected(describe(opened.device(), line));
      PcmTrack track = new PcmTrack(spec.sampleRateHz(), spec.channels(), spec.sampleFormat());
      line.start();
      PcmFeed feed = new PcmFeed(sink, track);
      new LineReader(line, feed, track, context, this::isClosedWithin, task -> start("probe", task))
          .run();
    } finally {
      close(line);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private boolean isClosedWithin(long nanos) throws InterruptedException {
    return closed.await(nanos, TimeUnit.NANOSECONDS);
  }

  private TargetDataLine open(Mixers.Entry entry) throws CaptureException {
    AudioFormat format = LineFormats.of(spec);
    CaptureDevice device = entry.device();
    if (device.state() != CaptureDevice.State.FREE) {
      throw new CaptureException(
          device.name() + ": " + device.detail().orElse("can not be opened"), true);
    }
    if (!entry.mixer().isLineSupported(LineFormats.line(format))) {
      throw unsupported(device);
    }
    try {
      TargetDataLine line = (TargetDataLine) entry.mixer().getLine(LineFormats.line(format));
      line.open(format, bufferBytes(format));
      return line;
    } catch (LineUnavailableException e) {
      throw new CaptureException(
          device.name()
              + " can not be opened with "
              + LineFormats.describe(spec)
              + " by javax.sound, which does not say why ("
              + e.getMessage()
              + "); another program may hold it (fuser -v /dev/snd/*)",
          true,
          e);
    } catch (IllegalArgumentException e) {
      throw unsupported(device);
    }
  }

  private int bufferBytes(AudioFormat format) {
    long bytes = (long) BUFFER_SECONDS * spec.sampleRateHz() * format.getFrameSize();
    long most = Math.min(bytes, MOST_BUFFER_BYTES);
    return (int) (most - most % format.getFrameSize());
  }

  private CaptureException unsupported(CaptureDevice device) {
    return new CaptureException(
        device.name()
            + " does not take "
            + LineFormats.describe(spec)
            + " through javax.sound"
            + device.abilities().map(a -> "; it takes " + LineFormats.describe(a)).orElse(""),
        false);
  }

  private String describe(CaptureDevice device, TargetDataLine line) {
    double seconds =
        (double) line.getBufferSize() / line.getFormat().getFrameSize() / spec.sampleRateHz();
    return String.format(
        Locale.ROOT,
        "%s (%s) by javax.sound, %s, %.1f s of buffer",
        device.name(),
        device.description(),
        LineFormats.describe(spec),
        seconds);
  }

  /** Stopping it first ends a read that waits, see {@code TargetDataLine.read}. */
  private void close(TargetDataLine line) {
    Thread closer =
        start(
            "close",
            () -> {
              line.stop();
              line.close();
            });
    try {
      closer.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread start(String what, Runnable task) {
    Thread thread = new Thread(task, "isr-" + context.sourceName() + "-" + what);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
