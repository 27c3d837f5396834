package isr.analysis;

import isr.codec.AudioReader;
import isr.codec.SampleBlock;
import isr.media.MediaLimitException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.LongConsumer;

/** Measures one range of a file. */
final class RangeMeter {
  private final AudioReader reader;
  private final WaveformFiles files;
  private final long mostSamples;
  private final RunMeter run = new RunMeter();

  /**
   * A meter.
   *
   * @param mostSamples place that a file may not go beyond
   */
  RangeMeter(AudioReader reader, WaveformFiles files, long mostSamples) {
    this.reader = reader;
    this.files = files;
    this.mostSamples = mostSamples;
  }

  /**
   * Measures the points in a range, and the blocks that begin in it.
   *
   * @param from where a point of the coarsest level begins
   * @param to another such place, or {@code Long.MAX_VALUE} for the end of the file
   * @param progress gets the count of samples that were measured since it was asked last
   * @return the place after the last sample that was there, at most {@code to}
   * @throws InterruptedIOException when the thread was interrupted
   */
  long measure(long from, long to, LongConsumer progress) throws IOException {
    PointMeter points = new PointMeter(files, reader.channels(), from, to);
    BlockMeter blocks = new BlockMeter(files, reader.sampleRateHz(), reader.channels(), from, to);
    SampleBlock samples = new SampleBlock();
    reader.seek(from);
    while ((points.position() < to || !blocks.isComplete()) && reader.next(samples)) {
      long before = points.position();
      add(samples, points, blocks);
      progress.accept(points.position() - before);
      if (points.position() > mostSamples) {
        throw new MediaLimitException("longer than what the cache of waveforms may hold");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("the analysis was stopped");
      }
    }
    points.finish();
    blocks.finish();
    return points.position();
  }

  private void add(SampleBlock samples, PointMeter points, BlockMeter blocks) throws IOException {
    int at = samples.from();
    int end = at + samples.count();
    while (at < end) {
      int room = points.room();
      int most = room > 0 ? room : RunMeter.MAX_SAMPLES;
      int length = (int) Math.min(Math.min(end - at, most), blocks.room());
      double squares = 0;
      float peak = 0;
      for (int channel = 0; channel < reader.channels(); channel++) {
        run.measure(samples.channel(channel), at, at + length);
        points.add(channel, run.low(), run.high());
        squares += run.squares();
        peak = Math.max(peak, Math.max(run.high(), -run.low()));
      }
      if (room > 0) {
        points.added(length);
      }
      blocks.add(squares, peak, length);
      at += length;
    }
  }
}
