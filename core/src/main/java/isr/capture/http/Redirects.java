package isr.capture.http;

import isr.capture.CaptureException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** The redirects of one attempt to connect (RFC 9110, section 15.4); they are followed by us. */
final class Redirects {
  /** As many hops are followed. */
  static final int MAX = 10;

  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  /** What a URL may hold besides letters and digits (RFC 3986, section 2). */
  private static final String URL_CHARACTERS = "-._~:/?#[]@!$&'()*+,;=%";

  private final Set<URI> seen = new HashSet<>();

  /**
   * Where to go next; empty when the answer is no redirect.
   *
   * @throws CaptureException when it leads in a circle, too far, nowhere or away from HTTP
   */
  Optional<URI> next(ResponseHead head) throws CaptureException {
    if (!STATUSES.contains(head.status())) {
      return Optional.empty();
    }
    seen.add(head.url());
    String location =
        head.field("location").orElseThrow(() -> failure(head, "redirects without a Location"));
    URI target = resolve(head, location);
    if (seen.contains(target)) {
      throw failure(head, "redirects in a circle, to " + Shown.clean(target.toString(), 200));
    }
    if (seen.size() > MAX) {
      throw failure(head, "redirects more than " + MAX + " times");
    }
    return Optional.of(target);
  }

  private static URI resolve(ResponseHead head, String location) throws CaptureException {
    try {
      URI target = head.url().resolve(escape(location));
      if (Urls.isHttp(target)) {
        return Urls.bare(target);
      }
    } catch (IllegalArgumentException e) {
      // told below, without what may be a password
    }
    throw failure(head, "redirects to what is no http or https URL: " + Urls.redact(location));
  }

  /** Blanks and letters outside ASCII are sent as they are by many a server; RFC 3986 wants %XX. */
  private static String escape(String location) {
    StringBuilder escaped = new StringBuilder(location.length());
    for (byte b : location.getBytes(StandardCharsets.ISO_8859_1)) {
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

  private static CaptureException failure(ResponseHead head, String what) {
    return new CaptureException(head.url() + " " + what, true);
  }
}
