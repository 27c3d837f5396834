package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges and the answers to them, by the examples of the specifications. */
class DigestTest {
  /** RFC 7616, section 3.9.1. */
  private static final String RFC_7616 =
      "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
          + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
          + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  private static final Credentials MUFASA = new Credentials("Mufasa", Secret.of("Circle of Life"));

  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void answersAsTheExampleDoes(String algorithm, String response) {
    String answer =
        only(RFC_7616.formatted(algorithm)).authorization(MUFASA, "/dir/index.html", 1, CNONCE);
    assertThat(answer)
        .isEqualTo(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\","
                + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " uri=\"/dir/index.html\", algorithm="
                + algorithm
                + ", qop=auth, nc=00000001, cnonce=\""
                + CNONCE
                + "\", response=\""
                + response
                + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  /** RFC 2069, section 2.4, with the response that its erratum 749 gives. */
  @Test
  void answersAServerWithoutQop() {
    String challenge =
        "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
            + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
    Credentials credentials = new Credentials("Mufasa", Secret.of("CircleOfLife"));
    assertThat(only(challenge).authorization(credentials, "/dir/index.html", 1, "x"))
        .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
        .doesNotContain("cnonce")
        .doesNotContain("qop")
        .doesNotContain("algorithm");
  }

  /** The hash of user, realm and password is hashed once more with both nonces. */
  @Test
  void bindsASessionToBothNonces() throws Exception {
    String challenge = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5-sess";
    String login = md5("Mufasa:r:Circle of Life");
    String secret = md5(login + ":n:c");
    String expected = md5(secret + ":n:0000000a:c:auth:" + md5("GET:/x"));
    assertThat(only(challenge).authorization(MUFASA, "/x", 10, "c"))
        .contains("algorithm=MD5-sess", "nc=0000000a", "response=\"" + expected + "\"");
  }

  private static String md5(String text) throws Exception {
    var digest = java.security.MessageDigest.getInstance("MD5");
    return java.util.HexFormat.of()
        .formatHex(digest.digest(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  @Test
  void writesANameOutsideAsciiAsRfc8187() {
    Credentials credentials = new Credentials("J\u00e4s\u00f8n", Secret.of("x"));
    assertThat(only("Digest realm=\"a\\\"b\", nonce=n").authorization(credentials, "/", 1, "c"))
        .startsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n, realm=\"a\\\"b\"");
  }

  @Test
  void takesTheStrongestOfSeveral() {
    String all =
        RFC_7616.formatted("MD5")
            + ", Basic realm=\"x\", "
            + RFC_7616.formatted("SHA-256")
            + ", Bearer abc==, "
            + RFC_7616.formatted("SHA-512-256");
    assertThat(challenges(all))
        .extracting(Challenge::scheme)
        .containsExactly("digest", "basic", "digest", "bearer", "digest");
    assertThat(only(all).algorithm()).hasValue("SHA-256");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic realm=\"x\"",
        "Digest realm=\"x\"",
        "Digest realm=\"x\", nonce=\"n\", algorithm=WHIRLPOOL",
        "Digest realm=\"x\", nonce=\"n\", qop=\"auth-int\"",
        "Digest realm=\"never ends, nonce=\"n\"",
        "Digest realm=\"x\u0000\", nonce=\"n\"",
        "= , ,, =\"\"",
      })
  void answersNothingElse(String challenge) {
    assertThat(DigestChallenge.strongest(challenges(challenge))).isEmpty();
  }

  @Test
  void readsStale() {
    assertThat(only("Digest realm=r, nonce=n, stale=TRUE").stale()).isTrue();
    assertThat(only("Digest realm=r, nonce=n, stale=\"true\"").stale()).isTrue();
    assertThat(only("Digest realm=r, nonce=n, stale=false").stale()).isFalse();
    assertThat(only("Digest nonce = \"n\" ,, realm = r").realm()).isEqualTo("r");
  }

  @Test
  @Timeout(5)
  void noTextMakesItSlow() {
    for (String piece : List.of("a ", "a=", "a=\"", "\\\"", "Digest ", "a=b,", ",", "a a=b ")) {
      challenges(piece.repeat(Challenge.MAX_TEXT / piece.length()));
    }
    assertThat(challenges("Digest nonce=n" + ", a=b".repeat(Challenge.MAX_TEXT))).isEmpty();
  }

  private static List<Challenge> challenges(String field) {
    return Challenge.of(
        new ResponseHead(URI.create("http://h/"), 401, Map.of("www-authenticate", field)));
  }

  private static DigestChallenge only(String field) {
    Optional<DigestChallenge> found = DigestChallenge.strongest(challenges(field));
    assertThat(found).isPresent();
    return found.get();
  }
}
