package isr.capture.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way in which a server wants to be told who asks (RFC 9110, section 11.3).
 *
 * @param scheme in lower case: {@code basic}, {@code digest}
 * @param parameters by name in lower case, values without quotes
 */
record Challenge(String scheme, Map<String, String> parameters) {
  /** More than this in {@code WWW-Authenticate} is not looked at. */
  static final int MAX_TEXT = 8 << 10;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

  /** {@code name=token} or {@code name="text"}; blanks around the sign are bad style, but occur. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G[\\s,]*+(" + TOKEN + ")\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]++))");

  private static final Pattern SCHEME =
      Pattern.compile(
          "\\G[\\s,]*+(" + TOKEN + ")(?:\\s++(?!" + TOKEN + "\\s*+=)[A-Za-z0-9._~+/-]++=*+)?+");

  /** Keeps a copy. */
  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /**
   * The challenges of an answer, in its order; what is after a mistake is left out, and so is a
   * challenge that could not be repeated in a header field.
   */
  static List<Challenge> of(ResponseHead head) {
    String text = head.field("www-authenticate").orElse("");
    List<Challenge> found = new ArrayList<>();
    if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      return found;
    }
    Matcher scheme = SCHEME.matcher(text);
    Matcher parameter = PARAMETER.matcher(text);
    int at = 0;
    while (scheme.find(at)) {
      at = scheme.end();
      Map<String, String> parameters = new LinkedHashMap<>();
      while (parameter.find(at)) {
        at = parameter.end();
        parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value(parameter));
      }
      found.add(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters));
    }
    return found;
  }

  private static String value(Matcher parameter) {
    String quoted = parameter.group(2);
    return quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
  }

  /** A parameter's value. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
