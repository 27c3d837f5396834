package isr.format;

import isr.format.ogg.OggFormat;
import isr.format.wav.WavFormat;
import isr.media.MediaFormat;
import isr.media.Track;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The one list of formats; what is offered, recognised and documented derives from it. */
public final class MediaFormats {
  private static final List<MediaFormat> ALL = List.of(new WavFormat(), new OggFormat());

  private MediaFormats() {}

  /** All formats. */
  public static List<MediaFormat> all() {
    return ALL;
  }

  /** The format with that name. */
  public static Optional<MediaFormat> named(String name) {
    return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
  }

  /** The format that a file's extension tells; empty when none has it. */
  public static Optional<MediaFormat> forFile(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return ALL.stream().filter(format -> format.extensions().contains(extension)).findFirst();
  }

  /** The names of the formats by file extension. */
  public static Map<String, String> namesByExtension() {
    Map<String, String> names = new TreeMap<>();
    for (MediaFormat format : ALL) {
      format.extensions().forEach(extension -> names.put(extension, format.name()));
    }
    return names;
  }

  /**
   * The format that holds a track.
   *
   * @throws IllegalArgumentException when none does
   */
  public static MediaFormat forTrack(Track track) {
    return ALL.stream()
        .filter(format -> format.holds(track))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no format holds " + track.codec()));
  }
}
