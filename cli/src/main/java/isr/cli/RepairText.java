package isr.cli;

import isr.media.Fault;
import isr.segment.FileMender.Finding;
import java.util.ArrayList;
import java.util.List;

/** What was mended, in words. */
final class RepairText {
  /** More faults that went away are only counted. */
  private static final int MAX_FAULTS = 3;

  private RepairText() {}

  /** What was cut off, and the faults that a strict reading no longer finds. */
  static String of(Finding finding) {
    List<String> parts = new ArrayList<>();
    long removed = finding.repair().removedBytes();
    if (removed > 0) {
      parts.add(counted(removed, "byte") + " after the last whole unit cut off");
    }
    List<Fault> gone = new ArrayList<>(finding.before().faults());
    gone.removeAll(finding.after().faults());
    gone.stream().limit(MAX_FAULTS).forEach(fault -> parts.add(fault.rule()));
    if (gone.size() > MAX_FAULTS) {
      parts.add(counted(gone.size() - MAX_FAULTS, "more fault"));
    }
    if (parts.isEmpty()) {
      parts.add("header and marks brought up to date");
    }
    return String.join("; ", parts);
  }

  /** A number with its noun. */
  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
