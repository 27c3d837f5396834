package isr.capture.tone;

import isr.audio.MonotonicClock;
import isr.capture.Capture;
import isr.capture.CaptureSink;
import isr.media.Packet;
import isr.media.PcmTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gives, ten times a second, the samples that have become due since the start. */
final class ToneCapture implements Capture {
  private static final long PERIOD_NANOS = 100_000_000L;

  /** After a standstill the samples are made up in pieces of at most this length. */
  private static final int MAX_PIECE_SAMPLES = 32_768;

  private final ToneSpec spec;
  private final MonotonicClock clock;
  private final CountDownLatch closed = new CountDownLatch(1);

  ToneCapture(ToneSpec spec, MonotonicClock clock) {
    this.spec = spec;
    this.clock = clock;
  }

  @Override
  public void run(CaptureSink sink) throws IOException, InterruptedException {
    PcmTrack track = new PcmTrack(spec.sampleRateHz(), spec.channels(), spec.sampleFormat());
    sink.connected(spec.description());
    sink.track(track);
    ToneGenerator generator = new ToneGenerator(spec);
    long start = clock.nanos();
    long position = 0;
    boolean last = false;
    while (!last) {
      last = closed.await(PERIOD_NANOS, TimeUnit.NANOSECONDS);
      position = deliver(sink, generator, start, position, samplesIn(clock.nanos() - start));
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private long deliver(CaptureSink sink, ToneGenerator generator, long start, long from, long to)
      throws IOException {
    long position = from;
    while (position < to) {
      int count = (int) Math.min(to - position, MAX_PIECE_SAMPLES);
      ByteBuffer pcm = generator.samples(position, count);
      sink.packet(new Packet(pcm, position, count));
      position += count;
      sink.batch(start + nanosOf(position));
    }
    return position;
  }

  private long samplesIn(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L) * spec.sampleRateHz()
        + Math.floorMod(nanos, 1_000_000_000L) * spec.sampleRateHz() / 1_000_000_000L;
  }

  private long nanosOf(long samples) {
    return samples / spec.sampleRateHz() * 1_000_000_000L
        + samples % spec.sampleRateHz() * 1_000_000_000L / spec.sampleRateHz();
  }
}
