package isr.config;

import isr.recorder.SourceSettings;

/**
 * One source to record.
 *
 * @param settings name, what is recorded, and how
 * @param log for the messages about this source
 */
public record SourceConfig(SourceSettings settings, LogSettings log) {
  /** Letters, digits, dot, underscore and dash; part of file names and locks. */
  public String name() {
    return settings.name();
  }
}
