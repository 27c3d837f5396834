package isr.analysis;

import java.util.List;

/**
 * How loud a recording is.
 *
 * @param peak the largest absolute value, 1 at full scale; lossy codecs may go beyond
 * @param rms the root of the mean square over all channels
 * @param sections the loud ones by time; of too many, the loudest
 * @param sectionCount how many there are
 */
public record Loudness(double peak, double rms, List<LoudSection> sections, long sectionCount) {
  /** Keeps a copy. */
  public Loudness {
    sections = List.copyOf(sections);
  }

  /** A value in dB relative to full scale; minus infinity for digital silence. */
  public static double decibels(double linear) {
    return 20 * Math.log10(linear);
  }
}
