package isr.capture.http;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** What is asked of a URL in more than one place. */
final class Urls {
  private Urls() {}

  /** Whether the URL has scheme http or https and names a host. */
  static boolean isHttp(URI url) {
    return ("http".equalsIgnoreCase(url.getScheme()) || isHttps(url)) && url.getHost() != null;
  }

  /** Whether the connection is encrypted. */
  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** The port that is connected to. */
  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : isHttps(url) ? 443 : 80;
  }

  /** Whether scheme, host and port are the same: what one of them may be told, the other may. */
  static boolean sameOrigin(URI one, URI other) {
    return isHttps(one) == isHttps(other)
        && port(one) == port(other)
        && lowerCase(one.getHost()).equals(lowerCase(other.getHost()));
  }

  /** The URL without user info and fragment, with a path. */
  static URI bare(URI url) {
    StringBuilder text = new StringBuilder(lowerCase(url.getScheme())).append("://");
    text.append(url.getHost());
    if (url.getPort() >= 0) {
      text.append(':').append(url.getPort());
    }
    String path = Objects.requireNonNullElse(url.getRawPath(), "");
    text.append(path.isEmpty() ? "/" : path);
    if (url.getRawQuery() != null) {
      text.append('?').append(url.getRawQuery());
    }
    return URI.create(text.toString());
  }

  /** What can be shown of a URL that may be none. */
  static String redact(Object url) {
    String text = url.toString();
    int slashes = text.indexOf("//");
    int at = text.lastIndexOf('@');
    String scheme = slashes < 0 ? "" : text.substring(0, slashes + 2);
    return Shown.clean(at < 0 ? text : scheme + "…" + text.substring(at), 200);
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
