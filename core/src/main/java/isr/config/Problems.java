package isr.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlPosition;

/** Collects what is wrong with one file. */
final class Problems {
  private static final int MAX_KEY_CHARACTERS = 120;

  private final Path file;
  private boolean damaged;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigWarning> warnings = new ArrayList<>();

  Problems(Path file) {
    this.file = file;
  }

  /** The file as the user named it. */
  Path file() {
    return file;
  }

  /** A mistake in the key of that path; an empty path for none. */
  void add(@Nullable TomlPosition at, List<String> path, String message) {
    problems.add(new ConfigProblem(file, line(at), column(at), key(path), message));
  }

  /** A mistake in the TOML itself: lines were skipped, so what is missing may well be there. */
  void syntax(@Nullable TomlPosition at, String message) {
    damaged = true;
    add(at, List.of(), message);
  }

  /** A key that must be there and is not. */
  void missing(@Nullable TomlPosition at, List<String> path, String expected) {
    if (!damaged) {
      add(at, path, "missing; expected " + expected);
    }
  }

  /** Whether lines were skipped, so that keys may appear outside of their sections. */
  boolean damaged() {
    return damaged;
  }

  /** Something that is hardly meant. */
  void warn(@Nullable TomlPosition at, List<String> path, String message) {
    warnings.add(new ConfigWarning(file, line(at), column(at), key(path), message));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** All mistakes in the order of the file. */
  List<ConfigProblem> problems() {
    return problems.stream()
        .sorted(
            Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column))
        .toList();
  }

  /** All warnings in the order of the file. */
  List<ConfigWarning> warnings() {
    return warnings.stream()
        .sorted(
            Comparator.comparingInt(ConfigWarning::line).thenComparingInt(ConfigWarning::column))
        .toList();
  }

  private static int line(@Nullable TomlPosition at) {
    return at == null ? 1 : at.line();
  }

  private static int column(@Nullable TomlPosition at) {
    return at == null ? 1 : at.column();
  }

  private static Optional<String> key(List<String> path) {
    return path.isEmpty() ? Optional.empty() : Optional.of(name(path));
  }

  /** The path as it is written in the file, odd names in quotes; control characters escaped. */
  private static String name(List<String> path) {
    return Found.cut(Toml.joinKeyPath(path), MAX_KEY_CHARACTERS);
  }
}
