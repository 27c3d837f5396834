package isr.webrtc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what a session delivers, and keeps what else it says. */
final class CollectingListener implements RtcListener {
  private final List<String> events = new ArrayList<>();
  private Optional<String> end = Optional.empty();
  private long packets;
  private long samples;
  private long lostPackets;
  private long filledSamples;
  private long expectedTimestamp = -1;
  private boolean isContinuous = true;

  @Override
  public synchronized void packet(byte[] opus, long timestamp, int duration, long arrivalNanos) {
    if (expectedTimestamp >= 0 && timestamp != expectedTimestamp) {
      isContinuous = false;
    }
    expectedTimestamp = timestamp + duration;
    packets++;
    samples += duration;
  }

  @Override
  public synchronized void lost(int count, long duration) {
    events.add("lost %d, %d samples".formatted(count, duration));
    lostPackets += count;
    filledSamples += duration;
    expectedTimestamp += duration;
  }

  @Override
  public synchronized void jump(long duration) {
    events.add("jump " + duration);
    expectedTimestamp = -1;
  }

  @Override
  public synchronized void ended(String cause) {
    events.add("ended: " + cause);
    end = Optional.of(cause);
  }

  synchronized Optional<String> end() {
    return end;
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  synchronized long packets() {
    return packets;
  }

  /** Of the packets. */
  synchronized long samples() {
    return samples;
  }

  /** Of what is missing between them. */
  synchronized long filledSamples() {
    return filledSamples;
  }

  synchronized long lostPackets() {
    return lostPackets;
  }

  /** Whether each packet began where the one before it, or the loss, ended. */
  synchronized boolean isContinuous() {
    return isContinuous;
  }

  @Override
  public synchronized String toString() {
    return packets + " packets, " + samples + " samples, " + events;
  }
}
