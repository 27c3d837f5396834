package isr.capture.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's side of digest authentication, written apart from ours; curl logs in to it in {@link
 * DigestLoginTest}.
 */
final class DigestServer {
  private static final Pattern FIELD = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^\\s,]+))");

  private final String algorithm;
  private final String javaAlgorithm;
  private final boolean qop;
  private final String login;
  private int nonces;
  private int answersLeft;
  private long lastCount;

  /**
   * A server.
   *
   * @param algorithm as in the field
   * @param login user, colon, password
   */
  DigestServer(String algorithm, boolean qop, String login) {
    this.algorithm = algorithm;
    this.javaAlgorithm = algorithm.replace("-sess", "").replace("SHA-512-256", "SHA-512/256");
    this.qop = qop;
    this.login = login;
  }

  /** Answers one request; each nonce is good for two. */
  void play(ScriptedServer.Visitor visitor) throws Exception {
    String line =
        visitor.request().stream()
            .filter(field -> field.startsWith("Authorization: Digest "))
            .findFirst()
            .orElse("");
    String target = visitor.request().get(0).split(" ", 3)[1];
    Map<String, String> fields = fields(line);
    boolean right = !fields.isEmpty() && isRight(fields, target);
    boolean current = ("nonce" + nonces).equals(fields.get("nonce")) && answersLeft > 0;
    if (right && current && counts(fields)) {
      answersLeft--;
      visitor.head("HTTP/1.0 200 OK", "Content-Type: audio/mpeg").send("audio");
    } else {
      nonces++;
      answersLeft = 2;
      lastCount = 0;
      visitor.head("HTTP/1.0 401 No", "WWW-Authenticate: Basic realm=\"x\"", challenge(right));
    }
  }

  private String challenge(boolean stale) {
    return "WWW-Authenticate: Digest realm=\"a radio, \\\"live\\\"\", nonce=\"nonce"
        + nonces
        + "\", opaque=\"o\""
        + (algorithm.isEmpty() ? "" : ", algorithm=" + algorithm)
        + (qop ? ", qop=\"auth,auth-int\"" : "")
        + (stale ? ", stale=true" : "");
  }

  private boolean counts(Map<String, String> fields) {
    long count = qop ? Long.parseLong(fields.get("nc"), 16) : lastCount + 1;
    boolean next = count == lastCount + 1;
    lastCount = count;
    return next;
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    Matcher matcher = FIELD.matcher(line.replace("\\\"", "'"));
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
    }
    return fields;
  }

  private boolean isRight(Map<String, String> fields, String target) throws Exception {
    String user = login.substring(0, login.indexOf(':'));
    String password = login.substring(login.indexOf(':') + 1);
    String secret = hash(user + ":a radio, \"live\":" + password);
    if (algorithm.endsWith("-sess")) {
      secret = hash(secret + ":" + fields.get("nonce") + ":" + fields.get("cnonce"));
    }
    String middle =
        qop ? ":" + fields.get("nc") + ":" + fields.get("cnonce") + ":" + fields.get("qop") : "";
    String expected =
        hash(secret + ":" + fields.get("nonce") + middle + ":" + hash("GET:" + target));
    return user.equals(fields.get("username"))
        && target.equals(fields.get("uri"))
        && "o".equals(fields.get("opaque"))
        && expected.equals(fields.get("response"));
  }

  private String hash(String text) throws Exception {
    MessageDigest digest =
        MessageDigest.getInstance(javaAlgorithm.isEmpty() ? "MD5" : javaAlgorithm);
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
