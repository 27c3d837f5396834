package isr.analysis;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads points of one level in order, and gives the lowest and highest of runs of them. */
final class PointReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final WaveformFiles files;
  private final int level;
  private final int channels;
  private final long pointCount;
  private final ByteBuffer buffer;
  private long bufferedFrom;
  private long bufferedTo;

  /**
   * A reader.
   *
   * @param samples of the whole file
   */
  PointReader(WaveformFiles files, int level, int channels, long samples) {
    this.files = files;
    this.level = level;
    this.channels = channels;
    this.pointCount = Levels.points(samples, level);
    int pointBytes = files.pointBytes();
    this.buffer = ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / pointBytes) * pointBytes);
  }

  /**
   * The lowest and the highest sample of each channel, one after the other, in all points that
   * begin in a range; where none does, in the point that it lies in.
   *
   * @param from a sample
   * @param to a sample behind it
   * @param into from the index on, two for each channel
   */
  void outline(long from, long to, short[] into, int at) throws IOException {
    int each = Levels.samplesPerPoint(level);
    for (int channel = 0; channel < channels; channel++) {
      into[at + 2 * channel] = Short.MAX_VALUE;
      into[at + 2 * channel + 1] = Short.MIN_VALUE;
    }
    long begin = (from + each - 1) / each;
    long end = Math.min(pointCount, (to + each - 1) / each);
    if (begin >= end) {
      begin = Math.min(from / each, pointCount - 1);
      end = begin + 1;
    }
    for (long point = begin; point < end; point++) {
      merge(point, into, at);
    }
  }

  private void merge(long point, short[] into, int at) throws IOException {
    if (point < bufferedFrom || point >= bufferedTo) {
      fill(point);
    }
    int index = (int) (point - bufferedFrom) * files.pointBytes();
    for (int channel = 0; channel < channels; channel++, index += Levels.POINT_BYTES) {
      int low = at + 2 * channel;
      into[low] = (short) Math.min(into[low], buffer.getShort(index));
      into[low + 1] = (short) Math.max(into[low + 1], buffer.getShort(index + 2));
    }
  }

  private void fill(long point) throws IOException {
    int pointBytes = files.pointBytes();
    long count = Math.min(buffer.capacity() / pointBytes, pointCount - point);
    buffer.clear().limit((int) count * pointBytes);
    files.readPoints(level, point, buffer);
    bufferedFrom = point;
    bufferedTo = point + count;
  }
}
