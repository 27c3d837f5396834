package isr.config;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Tells what is wrong with the TOML itself, without repeating what may be part of a password. */
final class SyntaxErrors {
  private static final Pattern FOUND = Pattern.compile("'.*'", Pattern.DOTALL);
  private static final Pattern TWICE =
      Pattern.compile("(.+) previously defined at line (\\d+), column (\\d+)", Pattern.DOTALL);
  private static final Pattern UNQUOTED =
      Pattern.compile("Unexpected '[A-Za-z~/.]', expected a value");
  private static final Pattern MULTILINE = Pattern.compile("\"\"\"|'''");
  private static final int MAX_CHARACTERS = 300;

  private final BitSet shown;
  private final Map<TomlPosition, List<List<String>>> keys = new HashMap<>();
  private final Problems problems;

  private SyntaxErrors(TomlParseResult toml, String text, Problems problems) {
    this.shown = shownLines(text.lines().toList());
    this.problems = problems;
    for (List<String> path : toml.keyPathSet(true)) {
      TomlPosition at = toml.inputPositionOf(path);
      if (at != null) {
        keys.computeIfAbsent(at, position -> new ArrayList<>()).add(path);
      }
    }
  }

  /** Tells all errors that came of parsing the text. */
  static void tell(TomlParseResult toml, String text, Problems problems) {
    if (toml.hasErrors()) {
      SyntaxErrors errors = new SyntaxErrors(toml, text, problems);
      toml.errors().forEach(errors::tell);
    }
  }

  private void tell(TomlParseError error) {
    String message = String.valueOf(error.getMessage());
    TomlPosition at = error.position();
    Matcher twice = TWICE.matcher(message);
    if (twice.matches()) {
      int line = Integer.parseInt(twice.group(2));
      int column = Integer.parseInt(twice.group(3));
      List<String> path = path(twice.group(1), TomlPosition.positionAt(line, column));
      problems.add(at, path, "set twice; first in line " + line);
    } else {
      String told = at != null && shown.get(at.line()) ? message : withoutFound(message);
      boolean unquoted = UNQUOTED.matcher(message).matches();
      String hint = unquoted ? " (text stands in quotes)" : "";
      problems.syntax(at, Found.cut(told, MAX_CHARACTERS) + hint);
    }
  }

  /** The whole path of a key of which the last part and its first position are known. */
  private List<String> path(String written, TomlPosition first) {
    List<String> end = Toml.parseDottedKey(written);
    return keys.getOrDefault(first, List.of()).stream()
        .filter(path -> path.size() >= end.size())
        .filter(path -> path.subList(path.size() - end.size(), path.size()).equals(end))
        .findFirst()
        .orElse(end);
  }

  private static String withoutFound(String message) {
    return FOUND.matcher(message).replaceAll("text (not shown)");
  }

  /** All lines but those about a password, with a URL with a user, or inside a string of many. */
  private static BitSet shownLines(List<String> lines) {
    BitSet shown = new BitSet();
    boolean inString = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).toLowerCase(Locale.ROOT);
      shown.set(i + 1, !inString && !line.contains("pass") && !line.contains("@"));
      inString ^= MULTILINE.matcher(line).results().count() % 2 == 1;
    }
    return shown;
  }
}
