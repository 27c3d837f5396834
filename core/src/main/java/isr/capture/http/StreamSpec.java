package isr.capture.http;

import isr.capture.Secret;
import isr.capture.SourceSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of a live stream.
 *
 * @param url {@code http} or {@code https} with a host, without user name, password and fragment
 * @param credentials sent to that host, that port and that scheme only
 * @param format {@code auto}, or the name of a media format
 */
public record StreamSpec(URI url, Optional<Credentials> credentials, String format)
    implements SourceSpec {
  /** The format that is found out from the first bytes. */
  public static final String AUTO = "auto";

  /** Checks the URL. */
  public StreamSpec {
    if (!Urls.isHttp(url)) {
      throw new IllegalArgumentException(
          "url: "
              + Authority.oddCharacter(url)
                  .map(odd -> "the host has a \"" + odd + "\", which is not supported")
                  .orElse("expected http://host[:port]/path or https://…")
              + ", found \""
              + Urls.redact(url)
              + "\"");
    }
    if (Urls.isHttps(url) && !Authority.isPlain(Urls.bare(url))) {
      throw new IllegalArgumentException(
          "url: a host name that is none by RFC 1123, such as one with _, is supported with http"
              + " only, found \""
              + Urls.redact(url)
              + "\"");
    }
    url = Urls.bare(url);
  }

  /**
   * Reads what a user wrote. A user name and password inside the URL count where the others are
   * empty.
   *
   * @param username empty for none
   * @throws IllegalArgumentException with what was expected; the message holds no password
   */
  public static StreamSpec of(String url, String username, Secret password, String format) {
    URI parsed = parse(url.strip());
    Optional<Credentials> credentials =
        username.isEmpty() ? inUrl(parsed) : Optional.of(new Credentials(username, password));
    return new StreamSpec(parsed, credentials, format);
  }

  /** A stream whose URL says everything. */
  public static StreamSpec of(String url) {
    return of(url, "", Secret.of(""), AUTO);
  }

  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // Neither the exception nor its cause may be shown: both repeat the whole text.
      throw new IllegalArgumentException(
          "url: not a URL, "
              + e.getReason().toLowerCase(Locale.ROOT)
              + ": \""
              + Urls.redact(url)
              + "\"");
    }
  }

  private static Optional<Credentials> inUrl(URI url) {
    return Authority.of(url).flatMap(Authority::userInfo).map(StreamSpec::credentials);
  }

  private static Credentials credentials(String rawUserInfo) {
    int colon = rawUserInfo.indexOf(':');
    String user = colon < 0 ? rawUserInfo : rawUserInfo.substring(0, colon);
    String password = colon < 0 ? "" : rawUserInfo.substring(colon + 1);
    return new Credentials(decode(user), Secret.of(decode(password)));
  }

  /** Percent decoding; unlike in forms, a plus sign is a plus sign. */
  private static String decode(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String type() {
    return "stream";
  }

  @Override
  public String description() {
    return url.toString();
  }
}
