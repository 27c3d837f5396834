package isr.cutting;

import java.time.ZonedDateTime;
import java.util.List;

/**
 * What a cut will be.
 *
 * @param runs the files that it takes: more than one where codec, rate or channels change
 * @param gaps what is missing within
 * @param exact whether it begins and ends on the very samples that were asked for; else it is
 *     widened to whole frames
 * @param fromSeconds where in the file it begins; 0 where it is no range of one file
 * @param start the time at which its first sample was heard
 */
public record CutPlan(
    List<CutRun> runs, List<CutGap> gaps, boolean exact, double fromSeconds, ZonedDateTime start) {
  /** Duration in seconds of all files. */
  public double seconds() {
    return runs.stream().mapToDouble(CutRun::seconds).sum();
  }
}
