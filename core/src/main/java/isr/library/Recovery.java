package isr.library;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mends unclosed segments, source by source, each under its lock. */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Library library;
  private final SegmentRepairer repairer;

  Recovery(Library library, SegmentRepairer repairer) {
    this.library = library;
    this.repairer = repairer;
  }

  /** Mends what can be; how many were. */
  int run(List<UnclosedSegment> segments) throws IOException {
    Map<String, List<UnclosedSegment>> bySource =
        segments.stream()
            .collect(
                Collectors.groupingBy(
                    UnclosedSegment::source, LinkedHashMap::new, Collectors.toList()));
    int repaired = 0;
    for (Map.Entry<String, List<UnclosedSegment>> entry : bySource.entrySet()) {
      repaired += source(entry.getKey(), entry.getValue());
    }
    return repaired;
  }

  private int source(String source, List<UnclosedSegment> segments) throws IOException {
    if (library.holds(source)) {
      return repair(segments);
    }
    try (SourceLock held = library.lockToRepair(source)) {
      LOG.debug("holding the lock of {} to repair its segments", held.source());
      return repair(segments);
    } catch (LockHeldException e) {
      LOG.debug("left alone: {}", e.getMessage());
      return 0; // taken since it was looked at: a living recorder's
    }
  }

  private int repair(List<UnclosedSegment> segments) {
    int repaired = 0;
    for (UnclosedSegment segment : segments) {
      if (library.isGrowing(segment.path())) {
        continue; // deleted since it was looked at, and its name used again
      }
      try {
        library.record(repairer.repair(segment));
        repaired++;
      } catch (IOException | RuntimeException e) {
        LOG.warn("{} was never closed and can not be repaired: {}", segment.path(), e.toString());
      }
    }
    return repaired;
  }
}
