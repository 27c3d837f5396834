package isr.recorder;

import isr.segment.CueFile;
import isr.segment.CueSheet;
import isr.segment.DiskSync;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cue sheets of one source, one for each segment that has titles; none where none is wanted.
 */
final class TitleSheets {
  private final SourceSettings settings;
  private final DiskSync disk;
  private @Nullable CueSheet sheet;
  private @Nullable CueFile file;
  private String audio = "";
  private boolean changed;

  TitleSheets(SourceSettings settings, DiskSync disk) {
    this.settings = settings;
    this.disk = disk;
  }

  /**
   * A segment was begun.
   *
   * @param title what is being played, where that is known
   */
  void opened(Path path, ZonedDateTime start, int sampleRateHz, Optional<String> title) {
    sheet = null;
    changed = false;
    if (settings.cue()) {
      sheet = new CueSheet(settings.name(), start, sampleRateHz);
      file = new CueFile(path, disk);
      audio = path.getFileName().toString();
      title.ifPresent(text -> title(text, 0));
    }
  }

  /** A title begins in the segment. */
  void title(String title, long sample) {
    if (sheet != null) {
      changed |= sheet.title(title, sample);
    }
  }

  /** Audio of the segment has reached the operating system. */
  void written() {
    if (changed) {
      put();
    }
  }

  /** The segment has ended, with so many samples. */
  void closed(long samples) {
    if (sheet != null) {
      sheet.end(samples);
      if (!sheet.isEmpty()) {
        put();
      }
    }
    discard();
  }

  /** The segment has no file any more. */
  void discard() {
    sheet = null;
    file = null;
    changed = false;
  }

  private void put() {
    changed = false;
    if (sheet != null && file != null) {
      file.put(sheet.text(audio));
    }
  }
}
