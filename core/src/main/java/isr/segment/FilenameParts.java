package isr.segment;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a {@link FilenamePattern}, character by character. */
final class FilenameParts {
  /** What a part may write. */
  record Naming(ZonedDateTime start, String source, String route) {}

  /** A literal or a code. */
  interface Part {
    String write(Naming naming);
  }

  static final Part SOURCE = Naming::source;
  static final Part ROUTE = Naming::route;

  private static final String SOURCE_CODE = "%{source}";
  static final String ROUTE_CODE = "%{route}";
  private static final String FORBIDDEN = "<>:\"|?*";

  /** When every code is as long as it gets: a Wednesday in September, with the longest names. */
  private static final Naming LONGEST =
      new Naming(
          ZonedDateTime.of(2026, 9, 30, 23, 59, 59, 999_999_000, ZoneOffset.ofHours(-12)),
          "x".repeat(FilenamePattern.MAX_NAME_LENGTH),
          "x".repeat(FilenamePattern.MAX_NAME_LENGTH));

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private int position;

  private FilenameParts(String text) {
    this.text = text;
  }

  /** The parts of a pattern in order; throws {@link FilenamePatternException}. */
  static List<Part> parse(String text) {
    FilenameParts reader = new FilenameParts(text);
    reader.checkDirectories();
    while (reader.position < text.length()) {
      reader.next();
    }
    reader.checkLengths();
    return reader.parts;
  }

  static Map<String, String> codes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (FilenameCode code : FilenameCode.values()) {
      codes.put(code.toString(), code.meaning());
    }
    codes.put(SOURCE_CODE, "name of the source");
    codes.put(ROUTE_CODE, "name of the route of a soundcard; _ where there is none");
    codes.put("%%", "a percent sign");
    return Collections.unmodifiableMap(codes);
  }

  private void next() {
    char here = text.charAt(position);
    if (here == '%') {
      code();
    } else {
      literal();
    }
  }

  private void code() {
    if (text.startsWith(SOURCE_CODE, position)) {
      add(SOURCE, SOURCE_CODE.length());
    } else if (text.startsWith(ROUTE_CODE, position)) {
      add(ROUTE, ROUTE_CODE.length());
    } else if (text.startsWith("%%", position)) {
      add(naming -> "%", 2);
    } else if (position + 1 == text.length()) {
      throw fault("a percent sign with nothing after it (%% writes one)");
    } else {
      FilenameCode code = FilenameCode.of(text.charAt(position + 1)).orElseThrow(this::unknownCode);
      add(naming -> code.format(naming.start()), 2);
    }
  }

  private void literal() {
    int codePoint = text.codePointAt(position);
    if (codePoint == '\\') {
      throw fault("a backslash (directories are separated by /)");
    }
    if (FORBIDDEN.indexOf(codePoint) >= 0) {
      throw fault(
          "the character " + Character.toString(codePoint) + ", which not all file systems take,");
    }
    if (!printable(codePoint)) {
      throw fault(String.format(Locale.ROOT, "the invisible character U+%04X", codePoint));
    }
    String written = Character.toString(codePoint);
    add(naming -> written, written.length());
  }

  private void add(Part part, int length) {
    parts.add(part);
    position += length;
  }

  private FilenamePatternException unknownCode() {
    int end = text.indexOf('}', position);
    boolean named = text.startsWith("%{", position) && end > 0;
    int length =
        named ? end + 1 - position : Character.charCount(text.codePointAt(position + 1)) + 1;
    String code = text.substring(position, position + length);
    return fault("unknown code " + code + " (known: " + String.join(" ", codes().keySet()) + ")");
  }

  private static boolean printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> codePoint == ' ';
      default -> true;
    };
  }

  private void checkDirectories() {
    if (text.isEmpty()) {
      throw fault("an empty pattern");
    }
    if (text.length() > FilenamePattern.MAX_LENGTH) {
      throw fault("a pattern of more than " + FilenamePattern.MAX_LENGTH + " characters");
    }
    for (String name : text.split("/", -1)) {
      checkName(name);
      position += name.length() + 1;
    }
    position = 0;
  }

  private void checkName(String name) {
    if (name.isEmpty()) {
      throw fault(position == 0 ? "an absolute path" : "a directory or file without a name");
    }
    if (name.equals("..")) {
      throw fault("a way out of the output directory (..)");
    }
    if (name.startsWith(".") || name.startsWith(" ")) {
      throw fault("a name that begins with a dot or a space");
    }
    if (name.endsWith(".") || name.endsWith(" ")) {
      position += name.length() - 1;
      throw fault("a name that ends with a dot or a space");
    }
  }

  private void checkLengths() {
    position = 0;
    StringBuilder longest = new StringBuilder();
    for (Part part : parts) {
      longest.append(part.write(LONGEST));
    }
    for (String name : longest.toString().split("/", -1)) {
      int bytes = name.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > FilenamePattern.MAX_PART_BYTES) {
        throw new FilenamePatternException(
            1,
            "a name of up to " + bytes + " bytes (limit " + FilenamePattern.MAX_PART_BYTES + ")");
      }
    }
  }

  private FilenamePatternException fault(String problem) {
    return new FilenamePatternException(position + 1, problem);
  }
}
