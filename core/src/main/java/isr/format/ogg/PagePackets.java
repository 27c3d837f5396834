package isr.format.ogg;

import isr.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The audio packets that end on one page; the same object serves one page after the other. */
final class PagePackets {
  private final List<ByteBuffer> payloads = new ArrayList<>();
  private final List<Track> tracks = new ArrayList<>();
  private final int[] samples = new int[OggPage.MAX_SEGMENTS];
  private final long[] ends = new long[OggPage.MAX_SEGMENTS];
  private int total;
  private boolean illegal;

  void clear() {
    payloads.clear();
    tracks.clear();
    total = 0;
    illegal = false;
  }

  /**
   * Adds a packet.
   *
   * @param sampleCount negative when the packet is illegal
   * @param track that it is of
   * @param end byte offset in the stream just after it
   */
  void add(ByteBuffer payload, int sampleCount, Track track, long end) {
    samples[payloads.size()] = sampleCount;
    ends[payloads.size()] = end;
    payloads.add(payload);
    tracks.add(track);
    total += Math.max(0, sampleCount);
    illegal |= sampleCount < 0;
  }

  boolean isEmpty() {
    return payloads.isEmpty();
  }

  int count() {
    return payloads.size();
  }

  ByteBuffer payload(int index) {
    return payloads.get(index);
  }

  /** The track of one packet. */
  Track track(int index) {
    return tracks.get(index);
  }

  /** Samples of one packet; negative when it is illegal. */
  int samples(int index) {
    return samples[index];
  }

  /** Byte offset in the stream just after one packet. */
  long end(int index) {
    return ends[index];
  }

  /** Samples of all legal packets. */
  int samples() {
    return total;
  }

  /** Takes away the last packet when it is empty; tells whether it was. */
  boolean dropEmptyLast() {
    int last = payloads.size() - 1;
    boolean empty = last >= 0 && !payloads.get(last).hasRemaining();
    if (empty) {
      payloads.remove(last);
      tracks.remove(last);
      illegal = IntStream.range(0, last).anyMatch(i -> samples[i] < 0);
    }
    return empty;
  }

  /** The first legal packet gives no samples; tells how many it would have given. */
  int dropFirstSamples() {
    for (int i = 0; i < payloads.size(); i++) {
      if (samples[i] >= 0) {
        int dropped = samples[i];
        samples[i] = 0;
        total -= dropped;
        return dropped;
      }
    }
    return 0;
  }

  boolean hasIllegal() {
    return illegal;
  }
}
