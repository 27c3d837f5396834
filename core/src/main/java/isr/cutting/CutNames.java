package isr.cutting;

import isr.media.MediaFormat;
import isr.media.Track;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What cuts are called. */
final class CutNames {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

  private CutNames() {}

  /** By the source and the time at which it begins. */
  static String of(String source, ZonedDateTime start, MediaFormat format, Track track) {
    String plain = source.replaceAll("[^\\w.-]", "_");
    return plain + "_" + TIME.format(start) + "." + format.extension(track);
  }

  /** By the file that it is of, where nothing else is known. */
  static String of(String fileName, double fromSeconds, MediaFormat format, Track track) {
    int dot = fileName.lastIndexOf('.');
    String base = dot > 0 ? fileName.substring(0, dot) : fileName;
    long whole = (long) fromSeconds;
    String from =
        String.format(Locale.ROOT, "%02d%02d%02d", whole / 3600, whole / 60 % 60, whole % 60);
    return base + "_from_" + from + "." + format.extension(track);
  }
}
