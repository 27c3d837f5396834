package isr.format.frames;

import isr.media.Fault;
import isr.media.FileReport;
import java.util.ArrayList;
import java.util.List;

/** Faults of a file as they are found: the first ones kept, all of them counted. */
public final class Findings {
  private final List<Fault> faults = new ArrayList<>();
  private long count;

  /** One more. */
  public void add(long offset, String rule) {
    count++;
    if (faults.size() < FileReport.MAX_FAULTS) {
      faults.add(new Fault(offset, rule));
    }
  }

  /** The first ones, at most {@link FileReport#MAX_FAULTS}. */
  public List<Fault> faults() {
    return faults;
  }

  /** All that were added. */
  public long count() {
    return count;
  }
}
