package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.capture.Capture;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A card of 8000 Hz whose samples come at once, and a sink that stands still like a disk. */
class CaptureThreadsTest {
  private static final PcmTrack TRACK = new PcmTrack(8000, 8, SampleFormat.S16LE);

  private final CountDownLatch read = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CompletableFuture<Attempt.Outcome> end = new CompletableFuture<>();

  /** Gives so many seconds in batches of 100 ms, then ends. */
  private final class Card implements Capture {
    private final int seconds;
    private volatile boolean closed;

    Card(int seconds) {
      this.seconds = seconds;
    }

    @Override
    public void run(CaptureSink sink) throws IOException {
      sink.connected("of the test");
      sink.track(TRACK);
      ByteBuffer lent = ByteBuffer.allocate(800 * TRACK.blockAlign());
      for (int i = 0; i < 10 * seconds; i++) {
        sink.packet(new Packet(lent, i * 800L, 800));
        sink.batch(i);
      }
      read.countDown();
      if (seconds == 0) {
        throw new CaptureException("no such card", false);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Counts; stands still at the first batch until it may go on. */
  private class Disk implements CaptureSink {
    private long samples;
    private long lost;
    private String thread = "";

    @Override
    public void connected(String details) {}

    @Override
    public void track(Track track) {}

    @Override
    public void packet(Packet packet) throws IOException {
      assertThat(packet.samplePosition()).isEqualTo(samples + lost);
      samples += packet.sampleCount();
    }

    @Override
    public void skipped(Skip skip) {
      lost += skip.lostSamples();
    }

    @Override
    public void title(String title) {}

    @Override
    public void batch(long arrivalNanos) throws IOException {
      thread = Thread.currentThread().getName();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void aDiskThatStandsStillForFiveSecondsLosesNothing() throws Exception {
    Disk disk = new Disk();
    start(new Card(5), disk);
    assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
    goOn.countDown();
    assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(Attempt.Outcome.NORMAL);
    assertThat(disk.samples).isEqualTo(5 * 8000);
    assertThat(disk.lost).isZero();
    assertThat(disk.thread).isEqualTo("isr-mic-write");
  }

  @Test
  void aDiskThatStandsStillForLongerIsAGapAndNeverABlockedCard() throws Exception {
    Disk disk = new Disk();
    start(new Card(60), disk);
    assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
    goOn.countDown();
    end.get(20, TimeUnit.SECONDS);
    assertThat(disk.samples + disk.lost).isEqualTo(60 * 8000);
    assertThat(disk.samples).isBetween(20L * 8000, 21L * 8000);
  }

  @Test
  void theEndOfTheCardIsToldWhenEverythingIsWritten() throws Exception {
    Disk disk = new Disk();
    goOn.countDown();
    start(new Card(0), disk);
    Attempt.Outcome outcome = end.get(20, TimeUnit.SECONDS);
    assertThat(outcome.cause()).isEqualTo("no such card");
    assertThat(outcome.hopeless()).isTrue();
  }

  @Test
  void aFailureOfTheSinkEndsTheCapture() throws Exception {
    Disk disk =
        new Disk() {
          @Override
          public void batch(long arrivalNanos) throws IOException {
            throw new CaptureException("restless", true);
          }
        };
    Card card = new Card(60);
    start(card, disk);
    assertThat(end.get(20, TimeUnit.SECONDS).cause()).isEqualTo("restless");
    assertThat(card.closed).isTrue();
  }

  private void start(Capture card, CaptureSink sink) {
    new CaptureThreads("mic", card, sink).start(end::complete);
  }
}
