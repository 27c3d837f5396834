package isr.capture.javasound;

import isr.capture.CaptureSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what a capture tells. */
final class TakenPcm implements CaptureSink {
  final ByteArrayOutputStream pcm = new ByteArrayOutputStream();
  final List<Skip> skips = new ArrayList<>();

  /** Bytes before each skip. */
  final List<Integer> skipsAt = new ArrayList<>();

  String details = "";
  Optional<Track> track = Optional.empty();
  long endNanos;

  @Override
  public void connected(String text) {
    details = text;
  }

  @Override
  public void track(Track told) {
    track = Optional.of(told);
  }

  @Override
  public void packet(Packet packet) {
    ByteBuffer payload = packet.payload().duplicate();
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    pcm.writeBytes(bytes);
  }

  @Override
  public void skipped(Skip skip) {
    skips.add(skip);
    skipsAt.add(pcm.size());
  }

  @Override
  public void title(String title) {}

  @Override
  public void batch(long arrivalNanos) {
    endNanos = arrivalNanos;
  }
}
