package isr.config;

import isr.capture.SoundcardSpec;
import isr.recorder.SourceSettings;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Warns of files that would be told apart by nothing but a number at the end. */
final class NameClashes {
  /** A time none of whose parts is equal to another: what looks alike at it is alike. */
  static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2026, 9, 14, 17, 38, 52, 123_456_000, ZoneOffset.UTC);

  private final Map<String, String> owners = new HashMap<>();

  /** Looks at one more source. */
  void add(SourceSettings source, Section section) {
    warnOfRoutes(source, section);
    warnOfInterval(source, section);
    for (String name : namesOf(source).distinct().toList()) {
      String other = owners.putIfAbsent(name, source.name());
      if (other != null) {
        section.warn(
            "filename_pattern",
            "gives the same names in the same directory as sources."
                + other
                + "; with %{source} in it they would differ");
        return;
      }
    }
  }

  private static void warnOfRoutes(SourceSettings source, Section section) {
    if (routes(source.spec()).isEmpty() && source.names().namesRoute()) {
      section.warn("filename_pattern", "%{route} becomes _, this source has no routes");
    }
  }

  /** A split point and the one after it; midnight is always one. */
  private static void warnOfInterval(SourceSettings source, Section section) {
    ZonedDateTime midnight = SAMPLE.toLocalDate().atStartOfDay(ZoneOffset.UTC);
    if (format(source, midnight).equals(format(source, midnight.plus(source.interval())))) {
      section.warn(
          "filename_pattern",
          "gives one file after the other the same name; only -2, -3, … tell them apart");
    }
  }

  private static String format(SourceSettings source, ZonedDateTime start) {
    return source.names().format(start, source.name(), Optional.empty());
  }

  /** Without regard to case, like some file systems. */
  private static Stream<String> namesOf(SourceSettings source) {
    List<Optional<String>> lanes =
        routes(source.spec()).isEmpty()
            ? List.of(Optional.empty())
            : routes(source.spec()).stream().map(Optional::of).toList();
    return lanes.stream()
        .map(route -> source.names().format(SAMPLE, source.name(), route))
        .map(name -> source.directory().resolve(name).normalize().toString())
        .map(path -> path.toLowerCase(Locale.ROOT));
  }

  private static List<String> routes(Object spec) {
    return spec instanceof SoundcardSpec card ? List.copyOf(card.routes().keySet()) : List.of();
  }
}
