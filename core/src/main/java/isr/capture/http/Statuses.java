package isr.capture.http;

import isr.capture.CaptureException;
import isr.media.ShownText;
import java.util.List;
import java.util.Optional;

/** What an answer's status and coding mean for a recorder. */
final class Statuses {
  private Statuses() {}

  /**
   * Returns when a stream follows.
   *
   * @param authorized whether user name and password were sent
   * @throws CaptureException with what the status means; not retryable only where nothing but a
   *     change of the configuration helps
   */
  static void check(ResponseHead head, boolean authorized) throws CaptureException {
    if (head.status() != 200 && head.status() != 206) {
      throw refused(head, authorized);
    }
    Optional<String> coding =
        head.field("content-encoding").filter(c -> !c.equalsIgnoreCase("identity"));
    if (coding.isPresent()) {
      throw new CaptureException(
          head.url()
              + ": the server compresses the stream ("
              + ShownText.clean(coding.get(), 40)
              + "), which is not supported; it was asked for identity",
          false);
    }
  }

  private static CaptureException refused(ResponseHead head, boolean authorized) {
    String wait = head.field("retry-after").map(Statuses::wait).orElse("");
    String message = head.url() + ": " + meaning(head, authorized) + wait;
    return head.status() == 401 && !authorized
        ? new CaptureException(message, false)
        : new CaptureException(message, RetryAfter.of(head));
  }

  private static String wait(String retryAfter) {
    return "; the server asks to wait: Retry-After: " + ShownText.clean(retryAfter, 40);
  }

  private static String meaning(ResponseHead head, boolean authorized) {
    int status = head.status();
    return switch (status) {
      case 401 -> authorized ? refusedLogin(head) : "a user name and password are required (401)";
      case 403 -> "access forbidden (403)";
      case 404 -> "no such mount (404): the station is off the air, or the address is wrong";
      case 407 -> "the proxy requires authentication (407)";
      case 410 -> "the mount is gone for good (410): look for a new address";
      case 429 -> "too many requests (429)";
      default ->
          status >= 500 ? "the server fails (" + status + ")" : "unexpected status " + status;
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
