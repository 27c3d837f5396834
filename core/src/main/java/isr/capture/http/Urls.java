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
      URI target = resolve(base, escape(reference.getBytes(charset)));
      return isHttp(target) ? Optional.of(bare(target)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * As RFC 3986 wants it, section 5.2.2, where {@link URI#resolve} does otherwise: a reference
   * without a path keeps the base's, and a path never leads above the root.
   */
  private static URI resolve(URI base, String reference) {
    String root = bare(base).toString();
    if (reference.isEmpty() || reference.startsWith("#")) {
      return URI.create(root);
    }
    if (reference.startsWith("?")) {
      return URI.create(root.replaceFirst("\\?.*", "") + reference);
    }
    URI target = base.resolve(reference);
    String path = Objects.requireNonNullElse(target.getRawPath(), "");
    String below = path.replaceFirst("^(?:/\\.\\.)++(?=/|\\z)", "");
    return below.equals(path) ? target : withPath(target, below);
  }

  /** The URL without user info and fragment, with that path. */
  private static URI withPath(URI url, String path) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    String place = scheme + "://" + authority(url).hostAndPort();
    return URI.create(place + (path.isEmpty() ? "/" : path) + query(url));
  }

  private static String query(URI url) {
    return url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
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
    return ("http".equalsIgnoreCase(url.getScheme()) || isHttps(url))
        && Authority.of(url).isPresent();
  }

  /** Whether the connection is encrypted. */
  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** The host that is connected to. */
  static String host(URI url) {
    return authority(url).host();
  }

  private static Authority authority(URI url) {
    return Authority.of(url)
        .orElseThrow(() -> new IllegalArgumentException("a URL without a host: " + redact(url)));
  }

  /** The port that is connected to. */
  static int port(URI url) {
    int port = authority(url).port();
    return port >= 0 ? port : isHttps(url) ? 443 : 80;
  }

  /** Whether scheme, host and port are the same: what one of them may be told, the other may. */
  static boolean sameOrigin(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  /** Scheme, host and port: what one URL of it may be told, the others may. */
  static String origin(URI url) {
    return url.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + host(url).toLowerCase(Locale.ROOT)
        + ":"
        + port(url);
  }

  /** The URL without user info and fragment, with a path, its host in ASCII. */
  static URI bare(URI url) {
    return withPath(url, Objects.requireNonNullElse(url.getRawPath(), ""));
  }

  /** What can be shown of a URL that may be none. */
  static String redact(Object url) {
    String text = url.toString();
    int slashes = text.indexOf("//");
    int at = text.lastIndexOf('@');
    String scheme = slashes < 0 ? "" : text.substring(0, slashes + 2);
    return ShownText.clean(at < 0 ? text : scheme + "…" + text.substring(at), 200);
  }
}
