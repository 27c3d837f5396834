package isr.capture.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a URL is about (RFC 3986, section 3.2), also where {@link URI} does not take the host for
 * one: names with {@code _}, and names in letters outside ASCII, which are brought into the form of
 * IDNA (RFC 3490).
 *
 * @param userInfo as it is written, still escaped
 * @param host a name in ASCII, or an address, of IPv6 in brackets
 * @param port negative where there is none
 */
record Authority(Optional<String> userInfo, String host, int port) {
  private static final int MAX_PORT = 65_535;

  /** User info, a name that is no address of IPv6, and a port. */
  private static final Pattern NAMED =
      Pattern.compile("(?:(.*)@)?([^@:\\[\\]]+)(?::([0-9]{0,5}))?", Pattern.DOTALL);

  private static final Pattern ASCII_NAME = Pattern.compile("[A-Za-z0-9._-]+");

  /** The authority; empty when the URL has none that can be asked. */
  static Optional<Authority> of(URI url) {
    if (url.getHost() != null) {
      Optional<String> userInfo = Optional.ofNullable(url.getRawUserInfo());
      return Optional.of(new Authority(userInfo, url.getHost(), url.getPort()));
    }
    return named(url).flatMap(Authority::of);
  }

  private static Optional<Authority> of(Matcher named) {
    Optional<String> host = ascii(named.group(2)).filter(n -> ASCII_NAME.matcher(n).matches());
    String digits = named.group(3);
    int port = digits == null || digits.isEmpty() ? -1 : Integer.parseInt(digits);
    return host.filter(name -> port != 0 && port <= MAX_PORT)
        .map(name -> new Authority(Optional.ofNullable(named.group(1)), name, port));
  }

  private static Optional<Matcher> named(URI url) {
    String authority = url.getRawAuthority();
    return Optional.ofNullable(authority).map(NAMED::matcher).filter(Matcher::matches);
  }

  /** The first character because of which the host can not be asked, if it is because of one. */
  static Optional<String> oddCharacter(URI url) {
    return named(url)
        .map(matcher -> unescaped(matcher.group(2)))
        .flatMap(
            host ->
                host.codePoints()
                    .filter(c -> c < 128 && !ASCII_NAME.matcher(Character.toString(c)).matches())
                    .mapToObj(Character::toString)
                    .findFirst());
  }

  private static Optional<String> ascii(String host) {
    try {
      return Optional.of(IDN.toASCII(unescaped(host), IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Escaped bytes are UTF-8 (RFC 3986, section 3.2.2), or what old servers send: Latin-1. */
  private static String unescaped(String host) {
    if (host.indexOf('%') < 0) {
      return host;
    }
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    byte[] written = host.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < written.length; i++) {
      boolean escape = written[i] == '%'; // URI has seen to it that two hexadecimal digits follow
      raw.write(
          escape ? HexFormat.fromHexDigits(new String(written, i + 1, 2, US_ASCII)) : written[i]);
      i += escape ? 2 : 0;
    }
    ByteBuffer bytes = ByteBuffer.wrap(raw.toByteArray());
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
  }

  /** Whether {@code java.net.http} connects to such a host: {@link URI} must know it for one. */
  static boolean isPlain(URI url) {
    return url.getHost() != null;
  }

  /** Host and port, as they stand in a URL. */
  String hostAndPort() {
    return port < 0 ? host : host + ":" + port;
  }
}
