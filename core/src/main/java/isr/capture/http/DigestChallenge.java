package isr.capture.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A challenge of digest authentication that can be answered (RFC 7616, section 3.3).
 *
 * @param realm what the login is for
 * @param nonce the server's, used again until it says that it is stale
 * @param opaque returned as it is
 * @param algorithm as the server wrote it; without one it is MD5, and none is returned
 * @param qop whether {@code qop=auth} is spoken; else it is RFC 2069, without nonce count
 * @param stale whether only the nonce of the request before was wrong
 */
record DigestChallenge(
    String realm,
    String nonce,
    Optional<String> opaque,
    Optional<String> algorithm,
    boolean qop,
    boolean stale) {
  private static final String SESSION = "-sess";

  /** Names of RFC 7616, section 6.1, with Java's, from the weakest to the strongest. */
  private static final List<Map.Entry<String, String>> ALGORITHMS =
      List.of(
          Map.entry("md5", "MD5"),
          Map.entry("sha-512-256", "SHA-512/256"),
          Map.entry("sha-256", "SHA-256"));

  /** The strongest of the challenges that can be answered; empty when none can. */
  static Optional<DigestChallenge> strongest(List<Challenge> challenges) {
    return challenges.stream()
        .filter(challenge -> challenge.scheme().equals("digest"))
        .map(DigestChallenge::of)
        .flatMap(Optional::stream)
        .max(Comparator.comparingInt(DigestChallenge::strength));
  }

  private static Optional<DigestChallenge> of(Challenge challenge) {
    Optional<String> nonce = challenge.parameter("nonce");
    List<String> qops =
        Arrays.stream(challenge.parameter("qop").orElse("").split(",", -1))
            .map(qop -> qop.strip().toLowerCase(Locale.ROOT))
            .filter(qop -> !qop.isEmpty())
            .toList();
    DigestChallenge read =
        new DigestChallenge(
            challenge.parameter("realm").orElse(""),
            nonce.orElse(""),
            challenge.parameter("opaque"),
            challenge.parameter("algorithm"),
            qops.contains("auth"),
            challenge.parameter("stale").filter("true"::equalsIgnoreCase).isPresent());
    boolean answerable =
        nonce.isPresent() && read.strength() >= 0 && (qops.isEmpty() || qops.contains("auth"));
    return Optional.of(read).filter(c -> answerable);
  }

  /** Place among the algorithms; negative when it is none of them. */
  private int strength() {
    for (int i = 0; i < ALGORITHMS.size(); i++) {
      if (ALGORITHMS.get(i).getKey().equals(algorithmName())) {
        return i;
      }
    }
    return -1;
  }

  private String algorithmName() {
    String name = algorithm.orElse("MD5").toLowerCase(Locale.ROOT);
    return isSession() ? name.substring(0, name.length() - SESSION.length()) : name;
  }

  private boolean isSession() {
    return algorithm.filter(a -> a.toLowerCase(Locale.ROOT).endsWith(SESSION)).isPresent();
  }

  /**
   * The value of {@code Authorization} for a GET (RFC 7616, section 3.4).
   *
   * @param target path and query as they are sent
   * @param nonceCount of this request among those with the nonce, from 1
   * @param cnonce the client's nonce, letters and digits
   */
  String authorization(Credentials credentials, String target, int nonceCount, String cnonce) {
    String count = String.format(Locale.ROOT, "%08x", nonceCount);
    String user = hash(login(credentials));
    String secret = isSession() ? hash(user + ":" + nonce + ":" + cnonce) : user;
    String request = hash("GET:" + target);
    String between = qop ? nonce + ":" + count + ":" + cnonce + ":auth" : nonce;
    String response = hash(secret + ":" + between + ":" + request);
    StringBuilder value = new StringBuilder("Digest ").append(username(credentials.username()));
    quoted(value, "realm", realm);
    quoted(value, "nonce", nonce);
    quoted(value, "uri", target);
    algorithm.ifPresent(name -> value.append(", algorithm=").append(name));
    if (qop) {
      value.append(", qop=auth, nc=").append(count);
    }
    if (qop || isSession()) {
      quoted(value, "cnonce", cnonce);
    }
    quoted(value, "response", response);
    opaque.ifPresent(text -> quoted(value, "opaque", text));
    return value.toString();
  }

  /** User name and password in UTF-8; the realm in the bytes that it came in. */
  private byte[] login(Credentials credentials) {
    byte[] user = (credentials.username() + ":").getBytes(StandardCharsets.UTF_8);
    byte[] place = realm.getBytes(StandardCharsets.ISO_8859_1);
    byte[] password = (":" + credentials.password().reveal()).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(user.length + place.length + password.length)
        .put(user)
        .put(place)
        .put(password)
        .array();
  }

  private String hash(String text) {
    return hash(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private String hash(byte[] text) {
    try {
      MessageDigest digest =
          MessageDigest.getInstance(ALGORITHMS.get(Math.max(0, strength())).getValue());
      return HexFormat.of().formatHex(digest.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // all three are in every JDK
    }
  }

  /** A name outside ASCII in the form of RFC 8187 (RFC 7616, section 3.4). */
  private static String username(String name) {
    if (name.chars().allMatch(c -> c < 128)) {
      return "username=\"" + escape(name) + '"';
    }
    StringBuilder value = new StringBuilder("username*=UTF-8''");
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
      if (plain) {
        value.append((char) b);
      } else {
        HexFormat.of().withUpperCase().toHexDigits(value.append('%'), b);
      }
    }
    return value.toString();
  }

  private static void quoted(StringBuilder value, String name, String text) {
    value.append(", ").append(name).append("=\"").append(escape(text)).append('"');
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
