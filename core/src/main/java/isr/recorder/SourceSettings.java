package isr.recorder;

import isr.capture.SoundcardSpec;
import isr.capture.SourceSpec;
import isr.format.PcmStorage;
import isr.segment.FilenamePattern;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Everything about one source that is not its own provider's business.
 *
 * @param name unique within a configuration
 * @param spec what to record
 * @param directory the output directory, absolute
 * @param names file names of its segments
 * @param interval between split points
 * @param zone whose wall clock the split points and names follow
 * @param retry after failures
 * @param stall how long a connected source may be silent
 * @param sync how often data is forced to the disk
 * @param cue whether the titles of each segment are written beside it as a cue sheet
 * @param chains what a new link of an Ogg stream means
 * @param storage the files that samples are kept in
 */
public record SourceSettings(
    String name,
    SourceSpec spec,
    Path directory,
    FilenamePattern names,
    Duration interval,
    ZoneId zone,
    RetryPolicy retry,
    Duration stall,
    Duration sync,
    boolean cue,
    Chains chains,
    PcmStorage storage) {
  /** Without cue sheets, with chains that stay in one file, and samples in WAV files. */
  public SourceSettings(
      String name,
      SourceSpec spec,
      Path directory,
      FilenamePattern names,
      Duration interval,
      ZoneId zone,
      RetryPolicy retry,
      Duration stall,
      Duration sync) {
    this(
        name,
        spec,
        directory,
        names,
        interval,
        zone,
        retry,
        stall,
        sync,
        false,
        Chains.KEEP,
        PcmStorage.WAV);
  }

  /** Whether samples that are lost become silence; otherwise they end the segment. */
  boolean fillsGaps() {
    return !(spec instanceof SoundcardSpec card) || card.fillGaps();
  }
}
