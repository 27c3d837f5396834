package isr.config;

import isr.capture.SourceSpec;
import isr.format.PcmStorage;
import isr.recorder.Chains;
import isr.recorder.RetryPolicy;
import isr.recorder.SourceSettings;
import isr.segment.FilenamePattern;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/** What {@link SourceSettings} holds for sources of every kind: the defaults of one, or its own. */
record RecordingSettings(
    Path directory,
    FilenamePattern names,
    Duration interval,
    ZoneId zone,
    RetryPolicy retry,
    Duration stall,
    Duration sync) {

  /** The defaults of the program. */
  static RecordingSettings defaults(Path base, ZoneId zone) {
    return new RecordingSettings(
        base.resolve("recordings"),
        new FilenamePattern("%Y%m%d_%H%M%S"),
        Duration.ofMinutes(60),
        zone,
        new RetryPolicy(10, Duration.ofSeconds(5)),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10));
  }

  /** The same with other names. */
  RecordingSettings named(FilenamePattern pattern) {
    return new RecordingSettings(directory, pattern, interval, zone, retry, stall, sync);
  }

  /** The settings of a source. */
  SourceSettings of(String name, SourceSpec spec, boolean cue, Chains chains, PcmStorage storage) {
    return new SourceSettings(
        name, spec, directory, names, interval, zone, retry, stall, sync, cue, chains, storage);
  }
}
