package isr.cli;

import isr.format.MediaFormats;
import isr.library.LedgerEvent.SegmentRepaired;
import isr.library.SegmentRepairer;
import isr.library.UnclosedSegment;
import isr.media.MediaFormat;
import isr.media.Repair;
import isr.segment.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs a segment that an earlier run left open, with the repair of its own format. A file that
 * holds at most a header, because the crash came before its first packet was on the disk, is
 * removed; a longer one that can not be read is left as it is.
 */
final class SegmentMender implements SegmentRepairer {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentMender.class);

  /** Longer than the header of any file of ours that has no audio yet. */
  private static final long MAX_HEADER_BYTES = 2048;

  private final InstantSource wallClock;

  SegmentMender(InstantSource wallClock) {
    this.wallClock = wallClock;
  }

  @Override
  public SegmentRepaired repair(UnclosedSegment segment) throws IOException {
    MediaFormat format =
        MediaFormats.named(segment.format())
            .orElseThrow(() -> new IOException("unknown format " + segment.format()));
    Repair repair = Recovery.mend(segment.file(), format);
    long bytes = Files.size(segment.file());
    if (repair.sampleCount() == 0 && bytes > MAX_HEADER_BYTES) {
      throw new IOException("no audio was found in its " + bytes + " bytes; it is left as it is");
    }
    if (repair.sampleCount() == 0) {
      LOG.info("{}: removed {}: it held no audio", segment.source(), segment.file());
      Files.delete(segment.file());
      return told(segment, repair, 0);
    }
    LOG.info("{}: repaired {}: {} samples", segment.source(), segment.file(), repair.sampleCount());
    return told(segment, repair, bytes);
  }

  private SegmentRepaired told(UnclosedSegment segment, Repair repair, long bytes) {
    return new SegmentRepaired(
        segment.source(),
        wallClock.instant().atOffset(segment.start().getOffset()),
        segment.path(),
        repair.sampleCount(),
        bytes,
        repair.removedBytes());
  }
}
