package isr.capture.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses in a playlist, in its order.
 *
 * @param entries as they are written: perhaps relative, perhaps no URLs at all
 * @param isHls whether it is one of HTTP Live Streaming, whose entries are pieces of audio (RFC
 *     8216, section 4.3.1.1: tags that begin with {@code #EXT-X-})
 */
record Playlist(List<String> entries, boolean isHls) {
  /** A playlist of a radio station has a few lines; one that is longer is refused. */
  static final int MAX_BYTES = 256 << 10;

  /** Entries beyond these are left out. */
  static final int MAX_ENTRIES = 100;

  /** Each of the patterns is bounded, so that no text makes it slow. */
  private static final Pattern FILE = Pattern.compile("(?i)\\s*+File([0-9]{1,6})\\s*+=\\s*+(.*+)");

  private static final Pattern LOCATION =
      Pattern.compile("(?i)<location(?:\\s[^<>]{0,500}+)?+>([^<]*+)</location");
  private static final Pattern REFERENCE =
      Pattern.compile("(?i)<ref\\s[^<>]{0,500}?href\\s*+=\\s*+(?:\"([^\"]*+)\"|'([^']*+)')");

  /** Keeps a copy. */
  Playlist {
    entries = List.copyOf(entries);
  }

  /** Reads a whole playlist. What makes no sense in it is left out. */
  static Playlist parse(PlaylistKind kind, String text) {
    List<String> found =
        switch (kind) {
          case M3U -> lines(text);
          case PLS -> files(text);
          case XSPF -> matches(LOCATION, text);
          case ASX -> matches(REFERENCE, text);
        };
    return new Playlist(
        found.stream().limit(MAX_ENTRIES).toList(), kind == PlaylistKind.M3U && isHls(text));
  }

  /** Whether a list of lines is one of HLS, be it cut off. */
  static boolean isHls(String text) {
    return text.lines().anyMatch(line -> line.startsWith("#EXT-X-"));
  }

  /** The text without a byte order mark. */
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static List<String> lines(String text) {
    return withoutMark(text)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static List<String> files(String text) {
    Map<Integer, String> byNumber = new TreeMap<>();
    text.lines()
        .map(FILE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> byNumber.putIfAbsent(Integer.valueOf(line.group(1)), line.group(2)));
    return byNumber.values().stream().map(String::strip).filter(file -> !file.isEmpty()).toList();
  }

  private static List<String> matches(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      String first = matcher.group(1);
      found.add(unescape(first == null ? matcher.group(2) : first).strip());
    }
    return found;
  }

  private static String unescape(String xml) {
    return xml.replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  /** What the first entries are, for a message. */
  String shown() {
    String all = String.join(", ", entries.subList(0, Math.min(3, entries.size())));
    return all.isEmpty() ? "nothing" : Urls.redact(all);
  }
}
