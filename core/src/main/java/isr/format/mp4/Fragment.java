package isr.format.mp4;

import isr.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code moof} (ISO/IEC 14496-12, 8.8.4 to 8.8.8): where the packets of one track lie. Runs
 * of several tracks whose offsets count from one another's ends are not followed.
 */
final class Fragment {
  /** More of the shortest packets would be some minutes. */
  static final int MAX_SAMPLES = 16 * 1024;

  private static final int BASE_DATA_OFFSET = 0x000001;
  private static final int SAMPLE_DESCRIPTION_INDEX = 0x000002;
  private static final int DEFAULT_DURATION = 0x000008;
  private static final int DEFAULT_SIZE = 0x000010;

  private static final int DATA_OFFSET = 0x000001;
  private static final int FIRST_SAMPLE_FLAGS = 0x000004;
  private static final int SAMPLE_DURATION = 0x000100;
  private static final int SAMPLE_SIZE = 0x000200;
  private static final int SAMPLE_FLAGS = 0x000400;
  private static final int COMPOSITION_OFFSET = 0x000800;

  private final AudioTrack track;
  private final long start;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long time;

  /** Where the next run's data are, if it does not say so. */
  private long dataAt;

  private long defaultDuration;
  private long defaultSize;

  private Fragment(AudioTrack track, long start, long time) {
    this.track = track;
    this.start = start;
    this.time = time;
  }

  /**
   * Reads it.
   *
   * @param start stream offset of the {@code moof}
   * @param time at which it begins when it does not say so
   */
  static Fragment read(Boxes boxes, AudioTrack track, long start, long time)
      throws MalformedMediaException {
    Fragment fragment = new Fragment(track, start, time);
    fragment.dataAt = start;
    while (boxes.next()) {
      if (boxes.is(Types.TRAF)) {
        fragment.trackFragment(boxes.children());
      }
    }
    return fragment;
  }

  /** The next packet; null after the last one. */
  @Nullable Sample peek() {
    return samples.peek();
  }

  void remove() {
    samples.remove();
  }

  /** The time after its last packet. */
  long endTime() {
    return time;
  }

  private void trackFragment(Boxes boxes) throws MalformedMediaException {
    boolean ours = false;
    while (boxes.next()) {
      if (boxes.is(Types.TFHD)) {
        ours = header(boxes);
      } else if (ours && boxes.is(Types.TFDT)) {
        ByteBuffer data = boxes.data(8);
        time =
            data.get(0) == 1 ? boxes.data(12).getLong(4) : Integer.toUnsignedLong(data.getInt(4));
      } else if (ours && boxes.is(Types.TRUN)) {
        run(boxes);
      }
    }
  }

  /**
   * {@code tfhd} (8.8.7). Without an offset of its own data count from the {@code moof}; with one
   * they should, too, but for bytes that a live stream has lost or left out before it.
   */
  private boolean header(Boxes box) throws MalformedMediaException {
    ByteBuffer data = box.data(8);
    int flags = data.getInt();
    if (data.getInt() != track.id()) {
      return false;
    }
    box.require(
        8
            + bytes(flags, BASE_DATA_OFFSET, 8)
            + bytes(flags, SAMPLE_DESCRIPTION_INDEX, 4)
            + bytes(flags, DEFAULT_DURATION, 4)
            + bytes(flags, DEFAULT_SIZE, 4));
    data.position(
        8 + bytes(flags, BASE_DATA_OFFSET, 8) + bytes(flags, SAMPLE_DESCRIPTION_INDEX, 4));
    defaultDuration = field(data, flags, DEFAULT_DURATION, track.defaultDuration());
    defaultSize = field(data, flags, DEFAULT_SIZE, track.defaultSize());
    return true;
  }

  private static int bytes(int flags, int flag, int count) {
    return (flags & flag) != 0 ? count : 0;
  }

  private static long field(ByteBuffer data, int flags, int flag, long otherwise) {
    return (flags & flag) != 0 ? Integer.toUnsignedLong(data.getInt()) : otherwise;
  }

  /** {@code trun} (8.8.8). */
  private void run(Boxes box) throws MalformedMediaException {
    ByteBuffer data = box.data(8);
    int flags = data.getInt();
    long count = Integer.toUnsignedLong(data.getInt());
    if (count > MAX_SAMPLES - samples.size()) {
      throw box.malformed("expected at most " + MAX_SAMPLES + " samples in a fragment");
    }
    int each =
        bytes(flags, SAMPLE_DURATION, 4)
            + bytes(flags, SAMPLE_SIZE, 4)
            + bytes(flags, SAMPLE_FLAGS, 4)
            + bytes(flags, COMPOSITION_OFFSET, 4);
    box.require(
        8 + bytes(flags, DATA_OFFSET, 4) + bytes(flags, FIRST_SAMPLE_FLAGS, 4) + count * each);
    if ((flags & DATA_OFFSET) != 0) {
      dataAt = start + data.getInt();
    }
    data.position(data.position() + bytes(flags, FIRST_SAMPLE_FLAGS, 4));
    for (int i = 0; i < count; i++) {
      sample(box, data, flags);
    }
  }

  private void sample(Boxes box, ByteBuffer data, int flags) throws MalformedMediaException {
    long duration = field(data, flags, SAMPLE_DURATION, defaultDuration);
    long size = field(data, flags, SAMPLE_SIZE, defaultSize);
    data.position(
        data.position() + bytes(flags, SAMPLE_FLAGS, 4) + bytes(flags, COMPOSITION_OFFSET, 4));
    Sample before = samples.peekLast();
    if (size > track.codec().maxUnitBytes() || dataAt < (before == null ? start : before.end())) {
      throw box.malformed("a sample of " + size + " bytes at byte " + dataAt);
    }
    samples.add(new Sample(dataAt, (int) size, time, duration));
    dataAt += size;
    time += duration;
  }
}
