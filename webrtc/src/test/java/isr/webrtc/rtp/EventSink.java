package isr.webrtc.rtp;

import java.util.ArrayList;
import java.util.List;

/** Keeps what comes, in words. */
final class EventSink implements OpusSink {
  private final List<String> events = new ArrayList<>();
  private long firstTimestamp = -1;

  @Override
  public void packet(byte[] opus, long timestamp, int samples, long arrivalNanos) {
    if (firstTimestamp < 0) {
      firstTimestamp = timestamp;
    }
    int number = opus.length < 3 ? 0 : ((opus[1] & 0xff) << 8) | (opus[2] & 0xff);
    events.add("%d@%d".formatted(number, timestamp - firstTimestamp));
  }

  @Override
  public void lost(int packets, long samples) {
    events.add("lost %d+%d".formatted(packets, samples));
  }

  @Override
  public void jump(long samples) {
    events.add("jump " + samples);
  }

  List<String> events() {
    return events;
  }

  /** What has come since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }
}
