package isr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** When the frames of a counter were heard, from the log of what played it. */
final class CardTimes {
  /** Seconds of the clock of the day, by frame. */
  private final NavigableMap<Long, Double> seconds = new TreeMap<>();

  private final double rateHz;

  private CardTimes(double rateHz) {
    this.rateHz = rateHz;
  }

  /** Reads lines of a frame's number and its time; times before the card ran are 0. */
  static CardTimes of(double rateHz, Path log) throws IOException {
    CardTimes times = new CardTimes(rateHz);
    for (String line : Files.readAllLines(log)) {
      int blank = line.indexOf(' ');
      double time = Double.parseDouble(line.substring(blank + 1));
      if (time > 1) {
        times.seconds.put(Long.parseLong(line.substring(0, blank)), time);
      }
    }
    return times;
  }

  /** When a frame was heard, from the last line before it, else from the first one. */
  double secondsOf(long frame) {
    Map.Entry<Long, Double> known = seconds.floorEntry(frame);
    Map.Entry<Long, Double> from = known == null ? seconds.firstEntry() : known;
    return from.getValue() + (frame - from.getKey()) / rateHz;
  }

  /**
   * The most seconds that a frame of a file is away from where it was heard, by the line of the log
   * before it or by the one after it: where the card stood still in between, one of them is right.
   *
   * @param start of the file
   */
  double worst(CountedFrames frames, Instant start) {
    double worst = 0;
    double begun = start.getEpochSecond() + start.getNano() * 1e-9;
    for (int i = 0; i < frames.count(); i += 441) {
      long number = frames.at(i);
      if (number != 0) {
        double off = Math.abs(begun + i / rateHz - secondsOf(number));
        double offFromNext = Math.abs(begun + i / rateHz - secondsFromNext(number));
        worst = Math.max(worst, Math.min(off, offFromNext));
      }
    }
    return worst;
  }

  private double secondsFromNext(long frame) {
    Map.Entry<Long, Double> known = seconds.ceilingEntry(frame);
    Map.Entry<Long, Double> from = known == null ? seconds.lastEntry() : known;
    return from.getValue() + (frame - from.getKey()) / rateHz;
  }
}
