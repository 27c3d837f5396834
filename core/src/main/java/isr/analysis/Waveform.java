package isr.analysis;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A finished analysis. Every question opens its files for as long as it takes; any thread may ask.
 * Where they are gone meanwhile, a {@link java.nio.file.NoSuchFileException} says so.
 */
public final class Waveform {
  /** The most points of {@link #peaks}. */
  public static final int MAX_POINTS = 100_000;

  private static final int READ_BLOCKS = 4096;

  private final Path directory;
  private final WaveformState state;

  Waveform(Path directory, WaveformState state) {
    this.directory = directory;
    this.state = state;
  }

  /** Another one for every content of the file. */
  public String version() {
    FileVersion of = state.version();
    return "%x-%x-%x-%x".formatted(state.id(), state.samples(), of.bytes(), of.modifiedNanos());
  }

  /** Rate of the samples in Hz. */
  public int sampleRateHz() {
    return state.sampleRateHz();
  }

  /** Channels. */
  public int channels() {
    return state.channels();
  }

  /** Samples that are heard. */
  public long samples() {
    return state.samples();
  }

  /** Length in seconds. */
  public double seconds() {
    return (double) samples() / sampleRateHz();
  }

  /** Packets that could not be decoded, where silence stands. */
  public long damagedPackets() {
    return state.damagedPackets();
  }

  private WaveformFiles open() throws IOException {
    return new WaveformFiles(directory, state.id(), channels(), false);
  }

  /**
   * How loud it is.
   *
   * @param threshold RMS above which a block is loud, 0 to 1
   * @param mostSections that are told
   */
  public Loudness loudness(double threshold, int mostSections) throws IOException {
    LoudSections sections = new LoudSections(threshold, mostSections);
    double squares = 0;
    double peak = 0;
    long blocks = Levels.blocksBefore(samples(), sampleRateHz());
    ByteBuffer buffer = ByteBuffer.allocate(READ_BLOCKS * Levels.BLOCK_BYTES);
    try (WaveformFiles files = open()) {
      for (long block = 0; block < blocks; ) {
        int count = (int) Math.min(READ_BLOCKS, blocks - block);
        files.readBlocks(block, buffer.clear().limit(count * Levels.BLOCK_BYTES));
        for (int i = 0; i < count; i++, block++) {
          float meanSquare = buffer.getFloat();
          float blockPeak = buffer.getFloat();
          squares += (double) meanSquare * samplesOf(block);
          peak = Math.max(peak, blockPeak);
          sections.add(meanSquare, blockPeak);
        }
      }
    }
    double rms = samples() == 0 ? 0 : Math.sqrt(squares / samples());
    return new Loudness(peak, rms, sections.finish(seconds()), sections.total());
  }

  private long samplesOf(long block) {
    int rate = sampleRateHz();
    long end = Math.min(samples(), Levels.blockStart(block + 1, rate));
    return Math.max(0, end - Levels.blockStart(block, rate));
  }

  /**
   * The outline of a range. Where the range has fewer points than are wanted, there are as many as
   * it has.
   *
   * @param from the first sample, at least 0
   * @param to the sample behind the last; at most the end counts
   * @param points at most so many, 1 to {@link #MAX_POINTS}
   */
  public Peaks peaks(long from, long to, int points) throws IOException {
    long begin = Math.min(Math.max(0, from), samples());
    long end = Math.min(Math.max(begin, to), samples());
    long there = (end - begin + Levels.BASE_SAMPLES - 1) / Levels.BASE_SAMPLES;
    int count = (int) Math.min(Math.min(points, MAX_POINTS), there);
    short[] values = new short[2 * channels() * count];
    try (WaveformFiles files = open()) {
      PointReader reader =
          reader(files, Levels.levelFor((double) (end - begin) / Math.max(1, count)));
      for (int i = 0; i < count; i++) {
        long left = begin + (end - begin) * i / count;
        long right = begin + (end - begin) * (i + 1) / count;
        reader.outline(left, Math.max(left + 1, right), values, 2 * channels() * i);
      }
    }
    return new Peaks(begin, end, count, channels(), values);
  }

  private PointReader reader(WaveformFiles files, int level) {
    return new PointReader(files, level, channels(), samples());
  }

  /**
   * Writes it as audiowaveform's binary file.
   *
   * @param samplesPerPixel at least {@link Audiowaveform#MIN_SAMPLES_PER_PIXEL}
   */
  public void writeDat(OutputStream out, int samplesPerPixel) throws IOException {
    try (WaveformFiles files = open()) {
      exported(files, samplesPerPixel).writeDat(out);
    }
  }

  /**
   * Writes it as audiowaveform's JSON.
   *
   * @param samplesPerPixel at least {@link Audiowaveform#MIN_SAMPLES_PER_PIXEL}
   */
  public void writeJson(OutputStream out, int samplesPerPixel) throws IOException {
    try (WaveformFiles files = open()) {
      exported(files, samplesPerPixel).writeJson(out);
    }
  }

  private Audiowaveform exported(WaveformFiles files, int samplesPerPixel) {
    return new Audiowaveform(
        reader(files, Levels.exactLevelFor(samplesPerPixel)),
        sampleRateHz(),
        channels(),
        samples(),
        samplesPerPixel);
  }
}
