package isr.capture.http;

import isr.media.ShownText;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What is asked of a URL in more than one place. */
final class Urls {
  /** What a URL may hold besides letters and digits (RFC 3986, section 2). */
  private static final String URL_CHARACTERS = "-._~:/?#[]@!$&'()*+,;=%";

  private Urls() {}

  /**
   * What a stranger's reference means, seen from a URL; empty when that is not on HTTP. It has no
   * user info and no fragment.
   *
   * @param charset of what is not ASCII in it
   */
  static Optional<URI> resolve(URI base, String reference, Charset charset) {
    try {
      URI target = base.resolve(escape(reference.getBytes(charset)));
      return isHttp(target) ? Optional.of(bare(target)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Blanks and letters outside ASCII are sent as they are by many a server; RFC 3986 wants %XX. */
  private static String escape(byte[] reference) {
    StringBuilder escaped = new StringBuilder(reference.length);
    for (byte b : reference) {
      char c = (char) (b & 0xFF);
      boolean legal =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || URL_CHARACTERS.indexOf(c) >= 0;
      escaped.append(legal ? c : '%');
      if (!legal) {
        HexFormat.of().withUpperCase().toHexDigits(escaped, b);
      }
    }
    return escaped.toString();
  }

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
    return ShownText.clean(at < 0 ? text : scheme + "…" + text.substring(at), 200);
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
