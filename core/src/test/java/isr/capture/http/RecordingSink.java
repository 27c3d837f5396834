package isr.capture.http;

import isr.capture.CaptureSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps all that a capture tells; can be asked from the test's thread while the capture runs. */
final class RecordingSink implements CaptureSink {
  private final CountDownLatch connected = new CountDownLatch(1);
  private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
  private final List<String> titles = new ArrayList<>();
  private final List<Integer> batchBytes = new ArrayList<>();
  private final List<Long> arrivals = new ArrayList<>();
  private int batchFrom;
  private String details = "";
  volatile boolean failsOnBatch;

  @Override
  public synchronized void connected(String details) {
    this.details = details;
    connected.countDown();
  }

  @Override
  public void track(Track track) {}

  @Override
  public synchronized void packet(Packet packet) {
    ByteBuffer payload = packet.payload().duplicate();
    while (payload.hasRemaining()) {
      audio.write(payload.get());
    }
    notifyAll();
  }

  @Override
  public void skipped(Skip skip) {}

  /** Notes the title with the audio bytes before it. */
  @Override
  public synchronized void title(String title) {
    titles.add(audio.size() + ":" + title);
    notifyAll();
  }

  @Override
  public synchronized void batch(long arrivalNanos) throws IOException {
    if (failsOnBatch) {
      throw new IOException("No space left on device");
    }
    batchBytes.add(audio.size() - batchFrom);
    batchFrom = audio.size();
    arrivals.add(arrivalNanos);
    notifyAll();
  }

  void awaitConnected() throws InterruptedException {
    if (!connected.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("never connected");
    }
  }

  /** Waits until at least so many bytes of audio have been told in a finished batch. */
  synchronized void awaitAudio(int byteCount) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (batchFrom < byteCount) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("expected " + byteCount + " bytes, have " + batchFrom);
      }
      wait(left);
    }
  }

  synchronized byte[] audio() {
    return audio.toByteArray();
  }

  synchronized String audioText() {
    return audio.toString(StandardCharsets.ISO_8859_1);
  }

  synchronized List<String> titles() {
    return List.copyOf(titles);
  }

  /** Audio bytes of each batch that had any. */
  synchronized List<Integer> batches() {
    return batchBytes.stream().filter(count -> count > 0).toList();
  }

  synchronized List<Long> arrivals() {
    return List.copyOf(arrivals);
  }

  synchronized String details() {
    return details;
  }
}
