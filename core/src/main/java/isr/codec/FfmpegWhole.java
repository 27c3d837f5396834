package isr.codec;

import java.io.IOException;
import java.nio.file.Path;

/** A file that {@code ffmpeg} reads by itself, once, from its start to its end. */
final class FfmpegWhole implements AudioReader {
  private final FfmpegRun run;
  private final long sampleCount;

  /**
   * Starts it.
   *
   * @param format by ffmpeg's name
   * @param sampleCount audible samples of the file
   */
  FfmpegWhole(Path program, String format, Path file, long sampleCount) throws IOException {
    this.run = FfmpegRun.ofFile(program, format, file);
    this.sampleCount = sampleCount;
  }

  @Override
  public int sampleRateHz() {
    return run.sampleRateHz();
  }

  @Override
  public int channels() {
    return run.channels();
  }

  @Override
  public long sampleCount() {
    return sampleCount;
  }

  /**
   * Stays at the start.
   *
   * @throws IllegalArgumentException for any other place
   */
  @Override
  public void seek(long sample) {
    if (sample != 0 || !run.isUnread()) {
      throw new IllegalArgumentException("sample " + sample + " of a file that is read once");
    }
  }

  @Override
  public boolean next(SampleBlock block) throws IOException {
    return run.next(block);
  }

  @Override
  public long damagedPackets() {
    return 0;
  }

  @Override
  public void close() {
    run.close();
  }
}
