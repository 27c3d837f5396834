package isr.codec;

import isr.media.MediaLimitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file that {@code ffmpeg} reads by itself, from its start on. */
final class FfmpegWhole implements AudioReader {
  private final List<String> program;
  private final String format;
  private final Path file;
  private final long sampleCount;
  private FfmpegRun run;

  /** Place of the sample that is given next. */
  private long position;

  /**
   * Starts it.
   *
   * @param program the beginning of the command
   * @param format by ffmpeg's name
   * @param sampleCount audible samples of the file
   */
  FfmpegWhole(List<String> program, String format, Path file, long sampleCount) throws IOException {
    this.program = program;
    this.format = format;
    this.file = file;
    this.sampleCount = sampleCount;
    this.run = FfmpegRun.ofFile(program, format, file);
    if (run.channels() > PacketDecoders.MAX_CHANNELS) {
      run.close();
      throw new MediaLimitException(run.channels() + " channels");
    }
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

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public void seek(long sample) throws IOException {
    if (sample < position) {
      run.close();
      run = FfmpegRun.ofFile(program, format, file);
      position = 0;
    }
    run.drop(sample - position);
    position = sample;
  }

  @Override
  public boolean next(SampleBlock block) throws IOException {
    boolean any = run.next(block);
    position += any ? block.count() : 0;
    return any;
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
