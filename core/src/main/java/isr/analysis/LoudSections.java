package isr.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds loud sections in a run of blocks: those whose RMS is above a threshold, joined across short
 * pauses. Of too many, the loudest are kept.
 */
final class LoudSections {
  /** Blocks of a pause that does not end a section: 0.3 s, as between words. */
  static final int MAX_PAUSE = 3;

  private final double threshold;
  private final int most;
  private final PriorityQueue<LoudSection> kept =
      new PriorityQueue<>(Comparator.comparingDouble(LoudSection::rms));
  private long total;
  private long block;

  /** The section that is going on: its first block and the one after its last; none at -1. */
  private long begin = -1;

  private long end;

  /** Sums of the section, up to its last loud block, and of the pause that may follow. */
  private double squares;

  private double pauseSquares;
  private double peak;
  private double pausePeak;

  /**
   * Finds nothing so far.
   *
   * @param threshold 0 to 1
   * @param most sections to keep
   */
  LoudSections(double threshold, int most) {
    this.threshold = threshold * threshold;
    this.most = most;
  }

  /** Takes the next block. */
  void add(float meanSquare, float blockPeak) {
    boolean loud = meanSquare > threshold;
    if (begin >= 0 && block - end >= MAX_PAUSE && !loud) {
      endSection();
    }
    if (loud) {
      if (begin < 0) {
        begin = block;
      }
      squares += pauseSquares + meanSquare;
      peak = Math.max(Math.max(peak, pausePeak), blockPeak);
      pauseSquares = 0;
      pausePeak = 0;
      end = block + 1;
    } else if (begin >= 0) {
      pauseSquares += meanSquare;
      pausePeak = Math.max(pausePeak, blockPeak);
    }
    block++;
  }

  private void endSection() {
    double rms = Math.sqrt(squares / (end - begin));
    double second = Levels.BLOCKS_PER_SECOND;
    kept.add(new LoudSection(begin / second, end / second, rms, peak));
    if (kept.size() > most) {
      kept.remove();
    }
    total++;
    begin = -1;
    squares = 0;
    pauseSquares = 0;
    peak = 0;
    pausePeak = 0;
  }

  /** Sections, also those that are not kept. */
  long total() {
    return total;
  }

  /**
   * Ends it.
   *
   * @param seconds at which the recording ends, where its last block is a part of one
   * @return the sections by time
   */
  List<LoudSection> finish(double seconds) {
    if (begin >= 0) {
      endSection();
    }
    List<LoudSection> sections = new ArrayList<>();
    for (LoudSection section : kept) {
      double to = Math.min(section.to(), seconds);
      sections.add(new LoudSection(section.from(), to, section.rms(), section.peak()));
    }
    sections.sort(Comparator.comparingDouble(LoudSection::from));
    return sections;
  }
}
