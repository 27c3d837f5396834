package isr.config;

import java.nio.file.Path;
import java.util.List;
import org.tomlj.TomlTable;

/** Reads the sections of a file. */
final class ConfigReader {
  private final Section file;
  private final Problems problems;
  private final Path base;
  private final ConfigEnvironment environment;

  ConfigReader(TomlTable toml, Path base, ConfigEnvironment environment, Problems problems) {
    this.file = new Section(toml, List.of(), null, problems);
    this.problems = problems;
    this.base = base;
    this.environment = environment;
  }

  /** What the file says, as far as it has no mistakes. */
  RecorderConfig read() {
    if (!problems.damaged()) {
      file.checkKeys(Keys.SECTIONS, this::unknown);
    }
    RecordingSettings recording = RecordingSettings.defaults(base, environment.zone());
    LogSettings log = LogSettings.DEFAULT;
    Section general = file.section("general").orElse(null);
    if (general != null) {
      general.checkKeys(Keys.GENERAL, ConfigReader::unknownInGeneral);
      RecordingReader reader = new RecordingReader(general, base);
      recording = reader.recording(recording);
      log = reader.log(log);
    }
    WebSettings web =
        file.section("web")
            .map(section -> new WebReader(section, base).read())
            .orElse(WebSettings.DEFAULT);
    return new RecorderConfig(log, sources(recording, log), web);
  }

  private List<SourceConfig> sources(RecordingSettings recording, LogSettings log) {
    Section sources = file.section("sources").orElse(null);
    boolean none = sources == null ? !file.has("sources") : sources.keys().isEmpty();
    if (none) {
      file.missing("sources", "at least one [sources.NAME]");
    }
    return sources == null
        ? List.of()
        : new SourcesReader(sources, base, environment, problems).read(recording, log);
  }

  private static String unknownInGeneral(String key) {
    boolean ofSource = Keys.ofSource("").contains(key);
    return ofSource
        ? "not a key of [general]; expected in a [sources.NAME]"
        : "unknown key" + Section.nearestOf(key, Keys.GENERAL);
  }

  private String unknown(String key) {
    if (file.holdsTable(key)) {
      boolean source =
          file.section(key).filter(table -> table.has("type") || table.has("url")).isPresent();
      return source
          ? "unknown section; did you mean [sources." + key + "]?"
          : "unknown section" + Section.nearestOf(key, Keys.SECTIONS);
    }
    if (Keys.GENERAL.contains(key)) {
      return "not inside a section; expected in [general]";
    }
    return Keys.ofSource("").contains(key)
        ? "not inside a section; expected in a [sources.NAME]"
        : "unknown key" + Section.nearestOf(key, Keys.SECTIONS);
  }
}
