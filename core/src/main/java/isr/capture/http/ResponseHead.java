package isr.capture.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server says before the body.
 *
 * @param url what was asked for
 * @param status three digits (RFC 9110, section 15)
 * @param fields header fields by name in lower case; of several with one name the first
 */
record ResponseHead(URI url, int status, Map<String, String> fields) {
  /** Keeps a copy of the fields. */
  ResponseHead {
    fields = Map.copyOf(fields);
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
        .ifPresent(v -> line.append(", ").append(before).append(Shown.clean(v, 80)).append(after));
  }
}
