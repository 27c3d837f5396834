package isr.capture.http;

import isr.capture.CaptureException;
import isr.media.ShownText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an answer's status and coding mean for a recorder. */
final class Statuses {
  /** What compresses (IANA's registry of content codings); any other name is taken for none. */
  private static final Set<String> COMPRESSIONS =
      Set.of("gzip", "x-gzip", "deflate", "br", "compress", "x-compress", "zstd", "dcb", "dcz");

  /** What a server was told about who asks. */
  enum Login {
    /** Nothing, as there are no credentials. */
    NONE,
    /** Nothing, as the credentials are for another scheme, host or port. */
    ELSEWHERE,
    /**
     * Nothing, as the server asked for digest before and does no more, and would see it in clear.
     */
    WITHHELD,
    /** User name and password. */
    SENT
  }

  private Statuses() {}

  /**
   * Returns when a stream follows.
   *
   * @param configured whether the answer is that of the configured URL itself
   * @throws CaptureException with what the status means; not retryable only where nothing but a
   *     change of the configuration helps
   */
  static void check(ResponseHead head, Login login, boolean configured) throws CaptureException {
    if (head.status() != 200 && head.status() != 206) {
      throw refused(head, login, configured);
    }
    Optional<String> coding = head.field("content-encoding").filter(Statuses::compresses);
    if (coding.isPresent()) {
      throw new CaptureException(
          head.url()
              + ": the server compresses the stream ("
              + ShownText.clean(coding.get(), 40)
              + "), which is not supported; it was asked for identity",
          true);
    }
  }

  private static boolean compresses(String codings) {
    return Arrays.stream(codings.split(",", -1))
        .anyMatch(coding -> COMPRESSIONS.contains(coding.strip().toLowerCase(Locale.ROOT)));
  }

  private static CaptureException refused(ResponseHead head, Login login, boolean configured) {
    String wait = head.field("retry-after").map(Statuses::wait).orElse("");
    String message = head.url() + ": " + meaning(head, login) + wait;
    return head.status() == 401 && login == Login.NONE && configured
        ? new CaptureException(message, false)
        : new CaptureException(message, RetryAfter.of(head));
  }

  private static String wait(String retryAfter) {
    return "; the server asks to wait: Retry-After: " + ShownText.clean(retryAfter, 40);
  }

  private static String meaning(ResponseHead head, Login login) {
    int status = head.status();
    return switch (status) {
      case 401 -> unauthorized(head, login);
      case 403 -> "access forbidden (403)";
      case 404 -> "no such mount (404): the station is off the air, or the address is wrong";
      case 407 -> "the proxy requires authentication (407)";
      case 410 -> "the mount is gone for good (410): look for a new address";
      case 429 -> "too many requests (429)";
      default ->
          status >= 500 ? "the server fails (" + status + ")" : "unexpected status " + status;
    };
  }

  private static String unauthorized(ResponseHead head, Login login) {
    String required = "a user name and password are required (401)";
    return switch (login) {
      case NONE -> required;
      case ELSEWHERE -> required + "; those of the configuration are not for this address";
      case WITHHELD ->
          "user name or password refused (401): the server asked for digest authentication before,"
              + " and the password is not sent in clear since then";
      case SENT -> refusedLogin(head);
    };
  }

  private static String refusedLogin(ResponseHead head) {
    List<Challenge> challenges = Challenge.of(head);
    boolean spoken =
        challenges.isEmpty()
            || challenges.stream().anyMatch(challenge -> challenge.scheme().equals("basic"))
            || DigestChallenge.strongest(challenges).isPresent();
    return spoken
        ? "user name or password refused (401)"
        : "the server wants a login that is not supported (401): "
            + ShownText.clean(head.field("www-authenticate").orElse(""), 80);
  }
}
