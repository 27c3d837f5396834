package isr.config;

import isr.capture.SoundcardSpec;
import isr.capture.SourceSpec;
import isr.recorder.Chains;
import isr.segment.FilenamePatternException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code [sources.NAME]}, all of them. */
final class SourcesReader {
  private static final List<String> TYPES = List.of("stream", "soundcard", "tone");

  private final Section sources;
  private final Path base;
  private final ConfigEnvironment environment;
  private final Problems problems;
  private final NameClashes clashes = new NameClashes();

  SourcesReader(Section sources, Path base, ConfigEnvironment environment, Problems problems) {
    this.sources = sources;
    this.base = base;
    this.environment = environment;
    this.problems = problems;
  }

  /** The sources without mistakes, in the order of the file. */
  List<SourceConfig> read(RecordingSettings defaults, LogSettings log) {
    List<SourceConfig> read = new ArrayList<>();
    for (String name : sources.keys()) {
      Names.check(name).ifPresent(problem -> sources.refuseKey(name, problem));
      sources.section(name).flatMap(section -> source(section, defaults, log)).ifPresent(read::add);
    }
    return read;
  }

  private Optional<SourceConfig> source(
      Section section, RecordingSettings defaults, LogSettings logDefaults) {
    String type = type(section);
    section.checkKeys(Keys.ofSource(type), key -> unknown(key, type));
    RecordingReader reader = new RecordingReader(section, base);
    RecordingSettings recording = reader.recording(defaults);
    LogSettings log = reader.log(logDefaults);
    StreamReader stream = new StreamReader(section, base, environment);
    PcmReader pcm = new PcmReader(section);
    Optional<SourceSpec> spec =
        switch (type) {
          case "stream" -> stream.read();
          case "soundcard" -> pcm.soundcard();
          case "tone" -> pcm.tone();
          default -> Optional.empty();
        };
    Chains chains = type.equals("stream") ? stream.chains() : Chains.KEEP;
    boolean cue = type.equals("stream") && stream.cue();
    return spec.map(
            found ->
                namingRoutes(recording, found, section)
                    .of(section.name(), found, cue, chains, pcm.storage()))
        .map(settings -> new SourceConfig(settings, log))
        .map(source -> noted(source, section));
  }

  /** The files of two routes have names of their own, whether the pattern says so or not. */
  private static RecordingSettings namingRoutes(
      RecordingSettings recording, SourceSpec spec, Section section) {
    boolean hasRoutes = spec instanceof SoundcardSpec card && !card.routes().isEmpty();
    if (!hasRoutes || recording.names().namesRoute()) {
      return recording;
    }
    try {
      return recording.named(recording.names().withRoute());
    } catch (FilenamePatternException e) {
      section.refuse(
          "filename_pattern", "with the route at its end: " + String.valueOf(e.getMessage()));
      return recording;
    }
  }

  private SourceConfig noted(SourceConfig source, Section section) {
    if (problems.isEmpty()) { // otherwise names may be others than are written
      clashes.add(source.settings(), section);
    }
    return source;
  }

  private static String type(Section section) {
    if (!section.has("type")) {
      section.missing("type", Found.oneOf(TYPES));
    }
    return section.choice("type", TYPES).orElse("");
  }

  private static String unknown(String key, String type) {
    String owners =
        Keys.TYPES.entrySet().stream()
            .filter(entry -> entry.getValue().contains(key))
            .map(Map.Entry::getKey)
            .sorted()
            .reduce((a, b) -> a + " and " + b)
            .orElse("");
    return owners.isEmpty()
        ? "unknown key" + Section.nearestOf(key, Keys.ofSource(type))
        : "not a key of type " + type + ", but of " + owners;
  }
}
