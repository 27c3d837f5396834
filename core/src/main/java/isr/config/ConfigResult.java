package isr.config;

import java.util.List;

/** What came of reading a configuration file. */
public sealed interface ConfigResult {
  /** What can be done but is hardly meant, in the order of the file. */
  List<ConfigWarning> warnings();

  /** Nothing is wrong with the file. */
  record Valid(RecorderConfig config, List<ConfigWarning> warnings) implements ConfigResult {
    /** Copies the list. */
    public Valid {
      warnings = List.copyOf(warnings);
    }
  }

  /** The file has mistakes: all of them, in the order of the file, and at least one. */
  record Invalid(List<ConfigProblem> problems, List<ConfigWarning> warnings)
      implements ConfigResult {
    /** Copies the lists. */
    public Invalid {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }
}
