package isr.capture.http;

import isr.media.ShownText;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server says before the body.
 *
 * @param url what was asked for
 * @param status three digits (RFC 9110, section 15)
 * @param fields header fields by name in lower case; of several with one name the first, but of
 *     {@code WWW-Authenticate} all, as the list that they are (RFC 9110, section 5.3)
 */
record ResponseHead(URI url, int status, Map<String, String> fields) {
  /** Keeps a copy of the fields. */
  ResponseHead {
    fields = Map.copyOf(fields);
  }

  /** The fields of an answer, in its order. */
  static final class Fields {
    private final Map<String, String> byName = new HashMap<>();

    /** Adds a line of the head. */
    void add(String name, String value) {
      String lower = name.toLowerCase(Locale.ROOT);
      byName.merge(
          lower,
          value,
          (first, next) -> lower.equals("www-authenticate") ? first + ", " + next : first);
    }

    /** What was added. */
    Map<String, String> byName() {
      return byName;
    }
  }

  /** The head of an answer whose fields came as lists. */
  static ResponseHead of(URI url, int status, Map<String, List<String>> lists) {
    Fields fields = new Fields();
    lists.forEach((name, values) -> values.forEach(value -> fields.add(name, value)));
    return new ResponseHead(url, status, fields.byName());
  }

  /**
   * The field's value, as the server wrote it.
   *
   * @param name in lower case
   */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The field as a decimal number; empty when it is none. */
  OptionalLong number(String name) {
    Optional<String> digits = field(name).filter(v -> v.matches("-?[0-9]{1,18}"));
    return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits.get()));
  }

  /** One line about the server and its stream, fit for a log. */
  String describe() {
    StringBuilder line = new StringBuilder("status ").append(status);
    append(line, "", "content-type", "");
    append(line, "", "icy-br", " kbit/s");
    append(line, "station ", "icy-name", "");
    append(line, "server ", "server", "");
    return line.toString();
  }

  private void append(StringBuilder line, String before, String name, String after) {
    field(name)
        .ifPresent(
            v -> line.append(", ").append(before).append(ShownText.clean(v, 80)).append(after));
  }
}
