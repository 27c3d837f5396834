package isr.format;

import isr.format.adts.AdtsFormat;
import isr.format.flac.FlacFormat;
import isr.format.mpeg.MpegFormat;
import isr.format.ogg.OggFormat;
import isr.format.wav.WavFormat;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MediaFormat;
import isr.media.PcmTrack;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The one list of formats; what is offered, recognised and documented derives from it. */
public final class MediaFormats {
  /** Formats of live streams. */
  private static final List<MediaFormat> STREAMED =
      List.of(new MpegFormat(), new AdtsFormat(), new OggFormat(), new FlacFormat());

  private static final List<MediaFormat> ALL =
      Stream.concat(STREAMED.stream(), Stream.of(new WavFormat())).toList();

  private MediaFormats() {}

  /** All formats. */
  public static List<MediaFormat> all() {
    return ALL;
  }

  /** The format with that name, or that a stream of that name is read by. */
  public static Optional<MediaFormat> named(String name) {
    String wanted = canonical(name);
    return ALL.stream().filter(format -> format.name().equals(wanted)).findFirst();
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
   * The format that holds a track; WAV for samples.
   *
   * @throws IllegalArgumentException when none does
   */
  public static MediaFormat forTrack(Track track) {
    return forTrack(track, PcmStorage.WAV);
  }

  /**
   * The format that holds a track.
   *
   * @param storage what samples are kept in; nothing for other tracks
   * @throws IllegalArgumentException when none does
   */
  public static MediaFormat forTrack(Track track, PcmStorage storage) {
    Stream<MediaFormat> offered =
        track instanceof PcmTrack ? Stream.of(storage.format()) : ALL.stream();
    return offered
        .filter(format -> format.holds(track))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no format holds " + track));
  }

  /** What a configuration may give as the format of a stream. */
  public static List<String> streamNames() {
    return List.of("auto", "mp3", "aac", "ogg", "opus", "flac");
  }

  /** Whether there are streams of that format, one of {@link #streamNames}. */
  public static boolean isStreamed(String formatName) {
    return formatName.equals("auto")
        || STREAMED.stream().anyMatch(format -> format.name().equals(canonical(formatName)));
  }

  /**
   * A reader of a live stream, which gives up with a typed exception when the stream does not begin
   * with audio of the format.
   *
   * @param formatName one of {@link #streamNames}; {@code auto} finds out by the bytes
   * @param sink takes what is found, on the thread that pushes
   * @param contentType what the server says of the stream; only a hint
   * @throws UnsupportedMediaException when there are no streams of that format
   */
  public static Framer framer(String formatName, FramerSink sink, Optional<String> contentType)
      throws UnsupportedMediaException {
    String name = canonical(formatName);
    if (name.equals("auto")) {
      return new AutoFramer(STREAMED, sink, contentType);
    }
    return STREAMED.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .map(format -> new AutoFramer(List.of(format), sink, contentType))
        .orElseThrow(
            () ->
                new UnsupportedMediaException(
                    "streams of format " + formatName + " are not supported"));
  }

  /** Opus comes in Ogg only, whose framer reads all streams in Ogg. */
  private static String canonical(String streamName) {
    return streamName.equals("opus") ? "ogg" : streamName;
  }
}
