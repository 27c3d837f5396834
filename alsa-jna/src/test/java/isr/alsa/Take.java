package isr.alsa;

import isr.capture.CaptureSink;
import isr.capture.CardReport;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.media.Track;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what a capture tells. */
class Take implements CaptureSink {
  /** Sample position, in time: so many samples had been heard at that time. */
  record Batch(long position, long nanos) {}

  /** A gap and where it is. */
  record Gap(long position, long samples, String cause) {}

  final List<String> connected = new ArrayList<>();
  final List<Batch> batches = new ArrayList<>();
  final List<Gap> gaps = new ArrayList<>();
  final CountDownLatch firstBatch = new CountDownLatch(1);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  PcmTrack track;
  CardReport report;
  private long position;

  @Override
  public void connected(String details) {
    connected.add(details);
  }

  @Override
  public void track(Track told) {
    track = (PcmTrack) told;
  }

  @Override
  public void packet(Packet packet) {
    if (packet.samplePosition() != position) {
      throw new AssertionError("packet at " + packet.samplePosition() + ", expected " + position);
    }
    ByteBuffer payload = packet.payload().duplicate();
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    bytes.writeBytes(copy);
    position = packet.endPosition();
  }

  @Override
  public void skipped(Skip skip) {
    gaps.add(new Gap(samplesRead(), skip.lostSamples(), skip.cause()));
    position += skip.lostSamples();
  }

  @Override
  public void title(String title) {
    throw new AssertionError(title);
  }

  @Override
  public void batch(long arrivalNanos) {
    batches.add(new Batch(position, arrivalNanos));
    firstBatch.countDown();
  }

  @Override
  public void card(CardReport told) {
    report = told;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Without the missing ones. */
  long samplesRead() {
    return bytes.size() / track.blockAlign();
  }

  /** With the missing ones. */
  long position() {
    return position;
  }

  /** Whether there are samples within the time. */
  boolean awaitBatch(long millis) throws InterruptedException {
    return firstBatch.await(millis, TimeUnit.MILLISECONDS);
  }

  void awaitBatch() throws InterruptedException {
    if (!firstBatch.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("no samples");
    }
  }
}
