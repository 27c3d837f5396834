package isr.format.frames;

import isr.media.SeekPoints;
import java.util.Arrays;
import java.util.Optional;

/** Places in a file that has been read through, at distances that grow with it. */
public final class SparseIndex implements SeekPoints {
  private static final int MAX_POINTS = 4096;

  private long[] samples = new long[64];
  private long[] offsets = new long[64];
  private int count;
  private long distance;

  /**
   * An index of nothing.
   *
   * @param distance of its points at first, in samples
   */
  public SparseIndex(long distance) {
    this.distance = distance;
  }

  /** A packet begins there; kept where the last place is far enough behind. */
  public void add(long sample, long byteOffset) {
    if (count > 0 && sample < samples[count - 1] + distance) {
      return;
    }
    if (count == MAX_POINTS) {
      thin();
    }
    if (count == samples.length) {
      samples = Arrays.copyOf(samples, 2 * count);
      offsets = Arrays.copyOf(offsets, 2 * count);
    }
    samples[count] = sample;
    offsets[count++] = byteOffset;
  }

  /** Keeps every other point. */
  private void thin() {
    for (int i = 0; i < count / 2; i++) {
      samples[i] = samples[2 * i];
      offsets[i] = offsets[2 * i];
    }
    count /= 2;
    distance *= 2;
  }

  @Override
  public Optional<Point> before(long sample) {
    int found = Arrays.binarySearch(samples, 0, count, sample);
    int at = found >= 0 ? found : -found - 2;
    return at < 0 ? Optional.empty() : Optional.of(new Point(samples[at], offsets[at]));
  }
}
